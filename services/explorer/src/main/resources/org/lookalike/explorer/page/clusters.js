// Clusters: what the space found by itself, to be looked at and called by a name.
import { useState } from 'preact/hooks';
import { get, thumbnail } from './api.js';
import {
  address, applyLabel, count, Empty, go, html, isPlain, LabelField, percent, plural, Trouble, useAnswer, useFacets, useLabelTurn,
} from './shared.js';

/** The view. */
export function Clusters({ params }) {
  const turn = useLabelTurn();
  const facets = useFacets(turn);
  const answer = useAnswer(`clusters ${turn}`, signal => get('/v1/clusters', undefined, signal));
  const order = params.get('order') || 'size';
  const only = params.get('only') || '';
  if (answer.failure) return html`<${Trouble} failure=${answer.failure} again=${answer.again} />`;
  if (!answer.value) return html`<p class="faint padded" role="status">Loading …</p>`;
  const all = answer.value.clusters;
  if (!all.length) {
    return html`<${Empty} title="No clusters yet">
      <p>Clusters come with the first refit: once enough pictures are indexed, the space is fitted to them, and pictures that
      look alike are put together. <code>./lookalike spaces</code> shows how far that is.</p>
    <//>`;
  }
  const shown = all.filter(each => only !== 'unnamed' || !each.label).sort({
    size: (a, b) => b.pictures - a.pictures,
    name: (a, b) => (a.label || '￿').localeCompare(b.label || '￿') || b.pictures - a.pictures,
    spread: (a, b) => b.spread - a.spread,
  }[order] || (() => 0));
  const named = all.filter(each => each.label);
  const covered = named.reduce((sum, each) => sum + each.pictures, 0);
  const total = all.reduce((sum, each) => sum + each.pictures, 0);
  const set = (name, value) => {
    const next = new URLSearchParams(params);
    value ? next.set(name, value) : next.delete(name);
    go('clusters', next, true);
  };
  return html`<section class="clusters">
    <div class="results-head">
      <h1>Clusters</h1>
      <p class="faint" role="status">${plural(all.length, 'cluster')}, ${named.length} with a name, which covers
        ${' '}${percent(covered / Math.max(1, total))} of ${plural(total, 'picture')}</p>
      <span class="row">
        <label class="inline">Order <select class="input" value=${order} onChange=${event => set('order', event.target.value)}>
          <option value="size">largest first</option><option value="name">by name</option>
          <option value="spread">most mixed first</option></select></label>
        <label class="inline">Show <select class="input" value=${only} onChange=${event => set('only', event.target.value)}>
          <option value="">all</option><option value="unnamed">without a name</option></select></label>
      </span>
    </div>
    <ul class="cards">${shown.map(cluster => html`<${Card} key=${cluster.id} cluster=${cluster}
      labels=${facets.value ? facets.value.labels : []} />`)}</ul>
  </section>`;
}

function Card({ cluster, labels }) {
  const [naming, setNaming] = useState(false);
  const open = event => {
    if (isPlain(event)) {
      event.preventDefault();
      go('search', { cluster: cluster.id });
    }
  };
  const name = cluster.label || `cluster ${cluster.id}`;
  return html`<li class="card">
    <a class="mosaic" href=${address('search', { cluster: cluster.id })} onClick=${open}
        aria-label=${`Pictures of ${name}`}>
      ${[0, 1, 2, 3, 4, 5].map(place => cluster.examples[place]
        ? html`<img src=${thumbnail(cluster.examples[place], 192)} alt="" loading="lazy" />`
        : html`<span></span>`)}
    </a>
    <div class="card-text">
      <p class="line"><strong class=${cluster.label ? '' : 'faint'}>${cluster.label || 'no name'}</strong>
        <span class="count">${count(cluster.pictures)}</span></p>
      <span class="bar" aria-hidden="true"><span style=${{ width: `${Math.max(1, 100 * cluster.share)}%` }}></span></span>
      <p class="faint line"><span>${percent(cluster.share)} · ${cluster.id}</span>
        ${cluster.purityBound !== null && html`<span title=${`${cluster.looked} pictures were looked at`}>≥ ${percent(cluster.purityBound)} pure</span>`}</p>
      ${naming
        ? html`<${LabelField} labels=${labels} autofocus=${true} caption=${`Name of cluster ${cluster.id}`} placeholder="Name"
            onLabel=${async label => {
              const done = await applyLabel({ clusters: [cluster.id] }, label);
              if (done) setNaming(false);
              return done;
            }} />`
        : html`<div class="row">
            <button class="button" onClick=${() => setNaming(true)}>${cluster.label ? 'Rename' : 'Name it'}</button>
            ${cluster.label && html`<button class="button quiet" onClick=${() => applyLabel({ clusters: [cluster.id] }, null)}>Take name off</button>`}
          </div>`}
    </div>
  </li>`;
}
