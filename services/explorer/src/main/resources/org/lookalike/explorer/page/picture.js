// One picture: everything that is known of it, and what is nearest.
import { get, thumbnail } from './api.js';
import { Grid } from './grid.js';
import { BoxedPicture } from './search.js';
import {
  applyLabel, Empty, go, html, LabelField, Link, shortName, time, Trouble, useAnswer, useFacets, useLabelTurn,
} from './shared.js';

/** The view. */
export function Picture({ params }) {
  const id = params.get('id');
  const turn = useLabelTurn();
  const facets = useFacets(turn);
  const detail = useAnswer(id && `${id} ${turn}`, signal => get('/v1/picture', new URLSearchParams({ id }), signal));
  const near = useAnswer(id && `near ${id} ${turn}`,
    async signal => ({ ...await get('/v1/searches', new URLSearchParams({ id, k: '18' }), signal), of: id }));
  if (!id) return html`<${Empty} title="Which picture?"><p>Choose one in <${Link} view="search">Search<//>.</p><//>`;
  if (detail.failure) return html`<${Trouble} failure=${detail.failure} again=${detail.again} />`;
  // What was there stays until the next answer comes: that of another picture must not be taken for this one's.
  const known = detail.value && detail.value.id === id ? detail.value : null;
  const hits = near.value && near.value.of === id ? near.value.hits : null;
  const labels = facets.value ? facets.value.labels : [];
  return html`<article class="picture">
    <div class="picture-main">
      <${BoxedPicture} key=${id} src=${thumbnail(id, 1600)} box=${null} alt=${shortName(id)}
        onBox=${box => box && go('search', { id, box })} />
      <p class="faint hint">Drag a box to search by a part of it.</p>
    </div>
    <div class="picture-side">
      <h1 title=${id}>${shortName(id)}</h1>
      ${shortName(id) !== id && html`<p class="faint break">${id}</p>`}
      <div class="row">
        <${Link} view="search" params=${{ id }} class="button primary">Search by it<//>
        ${known && known.stored && html`<a class="button" href=${`/v1/picture/file?${new URLSearchParams({ id })}`} download>Save the file</a>`}
      </div>
      ${known ? html`<${Known} known=${known} labels=${labels} />` : html`<p class="faint" role="status">Looking it up in the topics …</p>`}
    </div>
    <section class="picture-near" aria-label="Nearest pictures">
      <h2>Nearest</h2>
      ${near.failure
        ? html`<p class="faint">Nothing can be compared with it: ${near.failure.message}</p>`
        : hits
          ? html`<${Grid} pictures=${hits} labels=${labels} caption="Nearest pictures"
              onSearch=${other => go('picture', { id: other })} />`
          : html`<p class="faint" role="status">Searching …</p>`}
    </section>
  </article>`;
}

/** What is known of it, once it is. */
function Known({ known, labels }) {
  const id = known.id;
  return html`
      <h2>Label</h2>
      <p>${known.ownLabel
        ? html`<span class="chip">${known.ownLabel.label}</span> <span class="faint">by ${known.ownLabel.by || 'somebody'},
            ${' '}${time(known.ownLabel.at)}</span>`
        : known.clusterLabel
          ? html`<span class="chip soft">${known.clusterLabel}</span> <span class="faint">by its cluster</span>`
          : html`<span class="faint">none</span>`}</p>
      <${LabelField} labels=${labels} caption="Label of this picture" onLabel=${label => applyLabel({ pictures: [id] }, label)} />
      ${known.ownLabel && html`<button class="button quiet" onClick=${() => applyLabel({ pictures: [id] }, null)}>Take label off</button>`}
      <h2>Facts</h2>
      <dl class="facts">
        ${fact('Source', known.picture && known.picture.source)}
        ${fact('Taken', known.picture && time(known.picture.time))}
        ${fact('Cluster', known.picture && known.picture.cluster && html`<${Link} view="search"
          params=${{ cluster: known.picture.cluster }}>${known.picture.cluster}<//>`)}
        ${fact('Size', known.width && `${known.width} × ${known.height}`)}
        ${fact('File', known.bytes && `${known.mediaType}, ${Math.ceil(known.bytes / 1024)} KiB`)}
        ${known.picture && Object.entries(known.picture.attributes).map(([name, value]) => fact(name, value))}
        ${fact('SHA-256', known.sha256 && html`<code class="break">${known.sha256}</code>`)}
      </dl>
      <h2>Where it is</h2>
      <ol class="steps">${known.steps.map(step => html`<li><strong>${step.what}</strong> <span class="break">${step.text}</span>
        ${step.place && html`<code class="break">${step.place}</code>`}</li>`)}</ol>`;
}

function fact(name, value) {
  return value ? html`<dt>${name}</dt><dd>${value}</dd>` : null;
}
