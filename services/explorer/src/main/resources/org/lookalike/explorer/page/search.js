// Search: by a picture that is indexed, one that is brought, a part of either, or several.
import { useEffect, useRef, useState } from 'preact/hooks';
import { get, thumbnail, upload, uploadThumbnail } from './api.js';
import { Grid } from './grid.js';
import {
  complain, count, Empty, fitted, go, html, plural, score, shortName, Trouble, useAnswer, useFacets, useLabelTurn,
} from './shared.js';

const FILTERS = ['source', 'cluster', 'label', 'without-label', 'unlabelled', 'from', 'to'];

/** Brings a picture, and goes to its search. @param {Blob} picture @param {URLSearchParams} [filters] */
export async function bring(picture, filters) {
  try {
    const kept = await upload(picture);
    const params = onlyFilters(filters || new URLSearchParams());
    params.set('query', kept.query);
    go('search', params);
  } catch (error) {
    complain(error);
  }
}

/** The filters of an address, without what is searched by. @param {URLSearchParams} params */
export function onlyFilters(params) {
  const kept = new URLSearchParams();
  params.forEach((value, name) => {
    if (FILTERS.includes(name) || name.startsWith('attribute.') || name === 'k' || name === 'min-score' || name === 'fold') {
      kept.append(name, value);
    }
  });
  return kept;
}

/** The first file of a drop or a paste that may be a picture. @param {DataTransfer | null} data */
export function pictureOf(data) {
  if (!data) return null;
  return [...data.files].find(file => file.type.startsWith('image/')) || data.files[0] || null;
}

/** The view. @param {{params: URLSearchParams}} props */
export function Search({ params }) {
  const turn = useLabelTurn();
  const facets = useFacets(turn);
  const searching = ['id', 'query', 'like'].some(name => params.has(name));
  const [shown, setShown] = useState(120);
  const key = params.toString();
  useEffect(() => setShown(120), [key]);

  const asked = new URLSearchParams(params);
  if (searching) {
    if (!params.has('box') && !params.has('like') && !params.has('unlike')) asked.set('recognise', 'true');
  } else {
    ['k', 'min-score', 'fold'].forEach(name => asked.delete(name));
    asked.set('limit', String(shown));
  }
  const asking = useAnswer(`${asked} ${turn}`, async signal => ({
    ...await get(searching ? '/v1/searches' : '/v1/pictures', asked, signal), searching,
  }));
  // What was there stays until the next answer comes, unless it is of the other kind.
  const answer = asking.value && asking.value.searching !== searching ? { ...asking, value: null } : asking;
  const pictures = answer.value ? answer.value.hits || answer.value.pictures : [];
  const labels = facets.value ? facets.value.labels : [];

  const searchBy = id => {
    const next = onlyFilters(params);
    next.set('id', id);
    go('search', next);
  };
  const examples = (like, unlike) => {
    const next = new URLSearchParams(params);
    next.delete('box');
    like.forEach(id => next.append('like', id));
    unlike.forEach(id => next.append('unlike', id));
    if (!['id', 'query', 'like'].some(name => next.has(name))) {
      complain('Choose a picture to search by first: “less like” needs something to be like.');
      return;
    }
    go('search', next);
  };

  return html`<div class="search">
    <aside class="side" aria-label="Query and filters">
      ${searching ? html`<${Query} params=${params} answer=${answer.value} />` : html`<${Bring} params=${params} />`}
      <${Filters} params=${params} facets=${facets.value} searching=${searching} />
    </aside>
    <section class="results" aria-label="Pictures" aria-busy=${answer.loading ? 'true' : 'false'}>
      <div class="results-head">
        <h1>${searching ? 'Looks like it' : 'Newest pictures'}</h1>
        <p class="faint" role="status">${summary(answer, searching)}</p>
        ${searching && pictures.length > 0 && html`<a class="button quiet" download="search.csv"
          href=${`/v1/searches?${withCsv(params)}`}>CSV</a>`}
      </div>
      ${answer.failure
        ? html`<${Trouble} failure=${answer.failure} again=${answer.again} />`
        : answer.value && pictures.length === 0
          ? html`<${Nothing} searching=${searching} params=${params} facets=${facets.value} />`
          : html`<${Grid} pictures=${pictures} labels=${labels} onSearch=${searchBy} onExamples=${examples}
              caption=${searching ? 'Similar pictures, best first' : 'Pictures, newest first'} />`}
      ${!searching && answer.value && answer.value.next && html`<p class="centred">
        <button class="button" onClick=${() => setShown(Math.min(1000, shown + 240))} disabled=${shown >= 1000}>
          ${shown >= 1000 ? 'Filter to see others' : 'Show more'}</button></p>`}
    </section>
  </div>`;
}

function withCsv(params) {
  const copy = new URLSearchParams(params);
  copy.set('format', 'csv');
  return copy;
}

function summary(answer, searching) {
  if (!answer.value) return answer.loading ? 'Searching …' : '';
  return searching
    ? `${plural(answer.value.hits.length, 'picture')} in ${count(answer.value.millis)} ms`
    : plural(answer.value.total, 'picture');
}

function Nothing({ searching, params, facets }) {
  if (!searching && facets && facets.pictures === 0) {
    return html`<${Empty} title="No pictures yet">
      <p>Index some, and they appear here: <code>./lookalike index FOLDER</code>, or <code>./lookalike demo</code> for
      pictures of a synthetic line.</p>
    <//>`;
  }
  const clear = () => {
    const next = new URLSearchParams();
    ['id', 'query', 'box'].forEach(name => params.has(name) && next.set(name, params.get(name)));
    go('search', next);
  };
  return html`<${Empty} title="Nothing like that">
    <p>${searching ? 'No picture passes the filters and the least score.' : 'No picture passes the filters.'}</p>
    <button class="button" onClick=${clear}>Search without filters</button>
  <//>`;
}

/** Where a picture is dropped, chosen or photographed. */
function Bring({ params }) {
  const [over, setOver] = useState(false);
  const chosen = event => {
    const file = event.target.files[0];
    event.target.value = '';
    if (file) bring(file, params);
  };
  const drop = event => {
    event.preventDefault();
    event.stopPropagation();
    setOver(false);
    const file = pictureOf(event.dataTransfer);
    if (file) bring(file, params);
  };
  return html`<div class=${`bring${over ? ' over' : ''}`} onDragOver=${event => { event.preventDefault(); setOver(true); }}
      onDragLeave=${() => setOver(false)} onDrop=${drop}>
    <p><strong>What else looks like this?</strong></p>
    <p class="faint">Drop or paste a picture, or click one of those here.</p>
    <div class="row">
      <label class="button primary">Choose a picture
        <input type="file" accept="image/*" class="hidden-input" onChange=${chosen} data-focus /></label>
      <label class="button">Photograph
        <input type="file" accept="image/*" capture="environment" class="hidden-input" onChange=${chosen} /></label>
    </div>
  </div>`;
}

/** What is searched by: its picture, a box on it, its verdict. */
function Query({ params, answer }) {
  const id = params.get('id');
  const upload = params.get('query');
  const like = params.getAll('like');
  const unlike = params.getAll('unlike');
  const set = box => {
    const next = new URLSearchParams(params);
    box ? next.set('box', box) : next.delete('box');
    go('search', next, params.has('box') && box !== null);
  };
  const without = (name, value) => {
    const next = new URLSearchParams(params);
    const others = next.getAll(name).filter(each => each !== value);
    next.delete(name);
    others.forEach(each => next.append(name, each));
    go('search', next);
  };
  const title = id ? fitted(shortName(id)) : upload ? 'your picture' : 'examples';
  return html`<div class="query">
    <div class="query-head">
      <h2 title=${id || ''}>${title}</h2>
      <button class="button quiet" onClick=${() => go('search', onlyFilters(params))}>New search</button>
    </div>
    ${(id || upload) && html`<${BoxedPicture} key=${id || upload}
      src=${id ? thumbnail(id, 768) : uploadThumbnail(upload, 768)} box=${params.get('box')} onBox=${set}
      alt=${`Searched by: ${title}`} />
    <p class="faint hint">${params.has('box')
      ? html`Searched by the part in the box. <button class="link" onClick=${() => set(null)}>Search by all of it</button>`
      : 'Drag a box to search by a part.'}</p>`}
    ${answer && answer.verdict && html`<${Verdict} verdict=${answer.verdict} />`}
    ${[['like', like], ['unlike', unlike]].map(([name, ids]) => ids.length > 0 && html`<div class="examples">
      <h3>${name === 'like' ? 'More like' : 'Less like'}</h3>
      <div class="row">${ids.map(each => html`<button class="example" title=${each} onClick=${() => without(name, each)}
        aria-label=${`Remove ${shortName(each)} from the examples`}><img src=${thumbnail(each, 96)} alt="" /></button>`)}</div>
    </div>`)}
  </div>`;
}

const VERDICTS = { MATCH: ['good', 'Match'], UNSURE: ['warn', 'Unsure'], NOVEL: ['bad', 'Novel'] };

function Verdict({ verdict }) {
  if (!verdict.classes) return null;
  const [tone, word] = VERDICTS[verdict.kind] || ['', verdict.kind];
  return html`<div class=${`verdict ${tone}`}>
    <p><strong>${word}${verdict.kind === 'MATCH' ? `: ${verdict.label}` : ''}</strong>
      <span class="score">${score(verdict.score)}</span></p>
    <p class="faint">${verdict.reason}</p>
  </div>`;
}

/**
 * A picture on which a box can be dragged; with the keyboard, arrows move it and shift with arrows changes its size.
 *
 * @param {{src: string, box: string | null, onBox: (box: string | null) => void, alt: string}} props
 */
export function BoxedPicture({ src, box, onBox, alt }) {
  const frame = useRef(null);
  const [drag, setDrag] = useState(null);
  const [broken, setBroken] = useState(false);
  const drawn = drag || (box ? box.split(',').map(Number) : null);
  const at = event => {
    const area = frame.current.getBoundingClientRect();
    const clamp = value => Math.max(0, Math.min(1, value));
    return [clamp((event.clientX - area.left) / area.width), clamp((event.clientY - area.top) / area.height)];
  };
  const start = useRef(null);
  const down = event => {
    if (event.button !== 0) return;
    event.preventDefault();
    frame.current.setPointerCapture(event.pointerId);
    frame.current.focus({ preventScroll: true });
    start.current = at(event);
  };
  const move = event => {
    if (!start.current) return;
    const [x0, y0] = start.current;
    const [x1, y1] = at(event);
    setDrag([Math.min(x0, x1), Math.min(y0, y1), Math.abs(x1 - x0), Math.abs(y1 - y0)]);
  };
  const up = () => {
    if (!start.current) return;
    start.current = null;
    setDrag(null);
    if (drag && drag[2] >= 0.03 && drag[3] >= 0.03) onBox(written(drag));
  };
  const keyed = event => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (event.key === 'Escape' && box) {
      event.stopPropagation();
      onBox(null);
    } else if (step) {
      event.preventDefault();
      const [x, y, w, h] = drawn || [0.25, 0.25, 0.5, 0.5];
      const by = 0.04;
      const next = event.shiftKey
        ? [x, y, Math.max(0.06, Math.min(1 - x, w + by * step[0])), Math.max(0.06, Math.min(1 - y, h + by * step[1]))]
        : [Math.max(0, Math.min(1 - w, x + by * step[0])), Math.max(0, Math.min(1 - h, y + by * step[1])), w, h];
      onBox(written(next));
    }
  };
  if (broken) return html`<div class="boxed broken"><span class="missing">This picture is not there any more.</span></div>`;
  return html`<div class="boxed" ref=${frame} tabindex="0" role="application"
      aria-label=${`${alt}. Arrow keys place a box, with Shift they change its size, Escape removes it.`}
      onPointerDown=${down} onPointerMove=${move} onPointerUp=${up} onPointerCancel=${up} onKeyDown=${keyed}>
    <img src=${src} alt=${alt} draggable=${false} onError=${() => setBroken(true)} />
    ${drawn && html`<span class="box" style=${{
      left: `${100 * drawn[0]}%`, top: `${100 * drawn[1]}%`, width: `${100 * drawn[2]}%`, height: `${100 * drawn[3]}%`,
    }}></span>`}
  </div>`;
}

function written(box) {
  return box.map(value => value.toFixed(3)).join(',');
}

/** The filters, as the address has them. */
function Filters({ params, facets, searching }) {
  const set = (name, value) => {
    const next = new URLSearchParams(params);
    value ? next.set(name, value) : next.delete(name);
    go('search', next, true);
  };
  const add = (name, value) => {
    const next = new URLSearchParams(params);
    if (value && !next.getAll(name).includes(value)) next.append(name, value);
    go('search', next);
  };
  const drop = (name, value) => {
    const next = new URLSearchParams(params);
    const others = next.getAll(name).filter(each => each !== value);
    next.delete(name);
    others.forEach(each => next.append(name, each));
    go('search', next);
  };
  const chips = [];
  params.forEach((value, name) => {
    if (['source', 'cluster', 'label', 'without-label', 'unlabelled'].includes(name) || name.startsWith('attribute.')) {
      chips.push([name, value]);
    }
  });
  const day = name => (params.get(name) || '').slice(0, 10);
  const instant = (name, value) => set(name, value ? `${value}T00:00:00Z` : '');
  const least = params.get('min-score') || '0';
  const [wide] = useState(() => matchMedia('(min-width: 821px)').matches);
  return html`<details class="filter-box" open=${wide}><summary><h2>Filters</h2></summary><div class="filters">
    ${chips.length > 0 && html`<div class="row chips">${chips.map(([name, value]) => html`<button class="chip removable"
      onClick=${() => drop(name, value)} aria-label=${`Remove filter ${said(name, value)}`}>${said(name, value)}
      <span aria-hidden="true">×</span></button>`)}</div>`}
    <label>Source
      <select class="input" data-filter value="" onChange=${event => { add('source', event.target.value); event.target.value = ''; }}>
        <option value="">${params.has('source') ? 'add another' : 'all'}</option>
        ${((facets && facets.sources) || []).map(each => html`<option value=${each.name}>${each.name} (${count(each.pictures)})</option>`)}
      </select></label>
    <label>Label
      <select class="input" value="" onChange=${event => {
        const value = event.target.value;
        event.target.value = '';
        value === 'u' ? set('unlabelled', 'true') : add('label', value.slice(1));
      }}>
        <option value="">${params.has('label') ? 'add another' : 'any or none'}</option>
        <option value="u">without a label</option>
        ${((facets && facets.labels) || []).map(each => html`<option value=${`=${each}`}>${each}</option>`)}
      </select></label>
    ${tellingAttributes(facets).map(name => html`<label key=${name}>${name}
      <select class="input" value=${params.get(`attribute.${name}`) || ''}
          onChange=${event => set(`attribute.${name}`, event.target.value)}>
        <option value="">any</option>
        ${Object.entries(facets.attributes[name]).map(([value, of]) => html`<option value=${value}>${value} (${count(of)})</option>`)}
      </select></label>`)}
    <div class="times">
      <label>From <input class="input" type="date" value=${day('from')} onChange=${event => instant('from', event.target.value)} /></label>
      <label>Before <input class="input" type="date" value=${day('to')} onChange=${event => instant('to', event.target.value)} /></label>
    </div>
    ${searching && html`<label>Least score <output class="score">${Number(least).toFixed(2)}</output>
        <input type="range" min="0" max="1" step="0.01" value=${least}
          onChange=${event => set('min-score', event.target.value === '0' ? '' : event.target.value)} /></label>
      <div class="pair">
        <label>Pictures <select class="input" value=${params.get('k') || '60'} onChange=${event => set('k', event.target.value)}>
          ${['20', '60', '200', '500', '1000'].map(k => html`<option value=${k}>${k}</option>`)}</select></label>
        <label>Bursts <select class="input" value=${params.get('fold') || ''} onChange=${event => set('fold', event.target.value)}>
          <option value="">show all</option><option value="10">fold 10 s</option><option value="60">fold 1 min</option></select></label>
      </div>`}
  </div></details>`;
}

/** The attributes whose values can be chosen from a list: what is another for nearly every picture is none. */
function tellingAttributes(facets) {
  return Object.entries(facets ? facets.attributes : {})
    .filter(([, values]) => Object.keys(values).length < 50 && Object.values(values).some(of => of > 1))
    .map(([name]) => name)
    .sort()
    .slice(0, 8);
}

function said(name, value) {
  if (name === 'unlabelled') return 'without a label';
  if (name === 'without-label') return `not ${value}`;
  return `${name.replace('attribute.', '')}: ${value}`;
}
