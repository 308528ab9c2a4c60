// The map: similar pictures lie next to each other.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { columns, get, post, thumbnail } from './api.js';
import { Grid } from './grid.js';
import { Plot } from './plot.js';
import {
  colour, complain, count, Empty, go, html, percent, plural, shortName, time, Trouble, useAnswer, useFacets, useLabelTurn,
} from './shared.js';

const NONE = 65535;
const DWELL = 125;
const LEAVE = 260;
const REACH = 14;
const MOST_SELECTED = 1000;
const MOST_THUMBNAILS = 60;

/** The columns of the map as arrays. */
async function load(signal) {
  const { head, bytes, offset } = await columns('/v1/map', signal);
  const n = head.count;
  const shorts = place => new Uint16Array(bytes, offset + 2 * n * place, n);
  return {
    ...head, x: shorts(0), y: shorts(1), cluster: shorts(2), source: shorts(3), time: new Uint32Array(bytes, offset + 8 * n, n),
  };
}

async function loadLabels(key, signal) {
  const { head, bytes, offset } = await columns(`/v1/map/labels?${new URLSearchParams({ map: key })}`, signal);
  return { ...head, label: new Uint16Array(bytes, offset, (bytes.byteLength - offset) / 2) };
}

/** Names and sizes of what the points are coloured by, the largest first; those without a name last. */
export function grouped(names, ofPoint) {
  const sizes = new Uint32Array(names.length + 1);
  for (const index of ofPoint) sizes[index === NONE ? names.length : index]++;
  const order = [...names.keys()].filter(index => sizes[index] > 0).sort((a, b) => sizes[b] - sizes[a]);
  const rank = new Map(order.map((index, place) => [index, place]));
  const groups = order.map((index, place) => ({ name: names[index], size: sizes[index], colour: colour(place) }));
  if (sizes[names.length] > 0) groups.push({ name: '', size: sizes[names.length], colour: [138, 138, 138] });
  const none = groups.length - 1;
  const places = new Uint16Array(ofPoint.length);
  for (let i = 0; i < ofPoint.length; i++) places[i] = ofPoint[i] === NONE ? none : rank.get(ofPoint[i]);
  return { groups, places };
}

/** The colours as bytes: those that are not shown are grey and nearly gone. */
export function paletteOf(groups, solo, hidden) {
  const bytes = new Uint8Array(4 * Math.max(1, groups.length));
  groups.forEach((group, place) => {
    const shown = solo === null ? !hidden.has(group.name) : solo === group.name;
    bytes.set(shown ? [...group.colour, 190] : [150, 150, 150, 26], 4 * place);
  });
  return bytes;
}

/** The view. */
export function PictureMap({ params }) {
  const turn = useLabelTurn();
  const facets = useFacets(turn);
  const points = useAnswer('map', load);
  const key = points.value && points.value.key;
  const labels = useAnswer(key ? `${key} ${turn}` : null, signal => loadLabels(key, signal));
  if (points.failure) {
    return points.failure.code === 'NOT_FOUND'
      ? html`<${Empty} title="No map yet">
          <p>A map places pictures that look alike next to each other. This draws one and puts it here:</p>
          <p><code>./lookalike map --out map --publish</code></p>
          <button class="button" onClick=${points.again}>Look again</button>
        <//>`
      : html`<${Trouble} failure=${points.failure} again=${points.again} />`;
  }
  if (!points.value || !labels.value) {
    return labels.failure
      ? html`<${Trouble} failure=${labels.failure} again=${points.again} />`
      : html`<p class="faint padded" role="status">Loading the map …</p>`;
  }
  return html`<${Board} key=${key} params=${params} points=${points.value} labels=${labels.value}
    facets=${facets.value} />`;
}

function Board({ params, points, labels, facets }) {
  const hasLabels = labels.labels.length > 0;
  const by = params.get('by') || (hasLabels ? 'label' : 'cluster');
  const solo = params.get('solo');
  const hidden = useMemo(() => new Set(params.getAll('hide')), [params.toString()]);
  const [lassoing, setLassoing] = useState(false);
  const [chosen, setChosen] = useState([]);
  const [pictures, setPictures] = useState(null);

  const clusters = useAnswer('clusters', signal => get('/v1/clusters', undefined, signal));
  const examples = useMemo(() => Object.fromEntries(
    (clusters.value ? clusters.value.clusters : []).map(cluster => [cluster.id, cluster.examples[0]])), [clusters.value]);

  const { groups, places } = useMemo(() => {
    if (by === 'source') return grouped(points.sources, points.source);
    if (by === 'label') return grouped(labels.labels, labels.label);
    const named = grouped(points.clusters, points.cluster);
    return {
      ...named,
      groups: named.groups.map(group => ({ ...group, title: labels.clusterLabels[group.name], example: examples[group.name] })),
    };
  }, [by, points, labels, examples]);

  const set = change => {
    const next = new URLSearchParams(params);
    Object.entries(change).forEach(([name, value]) => value === null ? next.delete(name) : next.set(name, value));
    go('map', next, true);
  };
  const hide = name => {
    const next = new URLSearchParams(params);
    next.delete('hide');
    next.delete('solo');
    const names = new Set(hidden);
    names.has(name) ? names.delete(name) : names.add(name);
    names.forEach(each => next.append('hide', each));
    go('map', next, true);
  };

  const select = async indexes => {
    setChosen(indexes);
    setLassoing(false);
    if (!indexes.length) {
      setPictures(null);
      return;
    }
    try {
      const answer = await post('/v1/map/pictures', { map: points.key, points: indexes.slice(0, MOST_SELECTED) });
      setPictures(answer.pictures);
    } catch (error) {
      complain(error);
    }
  };
  const selectGroup = place => {
    const indexes = [];
    for (let i = 0; i < places.length; i++) if (places[i] === place) indexes.push(i);
    select(indexes);
  };

  return html`<div class="map">
    <h1 class="visually-hidden">Map</h1>
    <div class="map-area">
      <${Canvas} points=${points} places=${places} groups=${groups} solo=${solo} hidden=${hidden} chosen=${chosen}
        labels=${labels} lassoing=${lassoing} onLasso=${select} onStop=${() => setLassoing(false)} />
      <div class="map-tools">
        <button class="button" aria-pressed=${lassoing ? 'true' : 'false'} onClick=${() => setLassoing(!lassoing)}
          title="Or hold Shift and drag">Lasso</button>
        ${chosen.length > 0 && html`<button class="button quiet" onClick=${() => select([])}>Clear selection</button>`}
      </div>
    </div>
    <aside class="map-side" aria-label="Legend">
      <div class="results-head">
        <h2>${plural(points.count, 'picture')}</h2>
        <label class="inline">Colour by <select class="input" value=${by}
            onChange=${event => set({ by: event.target.value, solo: null, hide: null })}>
          <option value="cluster">cluster</option><option value="label">label</option><option value="source">source</option>
        </select></label>
      </div>
      <table class="legend">
        <caption class="visually-hidden">Pictures by ${by}</caption>
        <thead class="visually-hidden"><tr><th>Shown</th>${by === 'cluster' && html`<th>Example</th>`}<th>${by}</th><th>Pictures</th></tr></thead>
        <tbody>${groups.map((group, place) => {
          const title = group.title || group.name || `no ${by}`;
          const shown = solo === null ? !hidden.has(group.name) : solo === group.name;
          return html`<tr key=${group.name} class=${shown ? '' : 'off'}>
            <td><button class="swatch" style=${{ backgroundColor: `rgb(${group.colour.join(' ')})` }}
              aria-pressed=${shown ? 'true' : 'false'} aria-label=${`Show ${title}`} onClick=${() => hide(group.name)}></button></td>
            ${by === 'cluster' && html`<td class="example-cell">${group.example
              && html`<img src=${thumbnail(group.example, 96)} alt="" loading="lazy" />`}</td>`}
            <td><button class="link" aria-pressed=${solo === group.name ? 'true' : 'false'} title="Show it alone"
              onClick=${() => set({ solo: solo === group.name ? null : group.name, hide: null })}>${title}</button></td>
            <td><button class="link count" onClick=${() => selectGroup(place)}
              aria-label=${`Look at the ${plural(group.size, 'picture')} of ${title}`}>${count(group.size)}</button></td>
          </tr>`;
        })}</tbody>
      </table>
      <p class="faint hint">Drag to move, scroll to zoom, click a picture to open it. Shift and drag selects.</p>
    </aside>
    ${chosen.length > 0 && html`<section class="map-selection" aria-label="Selection">
      <div class="results-head"><h2>${plural(chosen.length, 'picture')} selected</h2>
        <p class="faint" role="status">${chosen.length > MOST_SELECTED
          ? `the first ${count(MOST_SELECTED)} are shown` : percent(chosen.length / points.count) + ' of the map'}</p></div>
      ${pictures && html`<${Grid} pictures=${pictures} labels=${facets ? facets.labels : []} caption="Selected pictures"
        onSearch=${id => go('search', { id })} />`}
    </section>`}
  </div>`;
}

/** The points themselves; everything that they tell is told by legend and selection, too. */
function Canvas({ points, places, groups, solo, hidden, chosen, labels, lassoing, onLasso, onStop }) {
  const canvas = useRef(null);
  const plot = useRef(null);
  const [failure, setFailure] = useState(null);
  const [card, setCard] = useState(null);
  const [ring, setRing] = useState(null);
  const [line, setLine] = useState(null);
  const [near, setNear] = useState([]);
  const known = useRef(new Map());
  const gesture = useRef(null);
  const timer = useRef(0);

  useEffect(() => {
    try {
      plot.current = new Plot(canvas.current);
    } catch (error) {
      setFailure(error);
      return undefined;
    }
    const made = plot.current;
    made.setPoints(points.x, points.y, points.height > 0 ? points.width / points.height : 1);
    made.onDrawn = moving => {
      if (moving) {
        setNear(before => before.length ? [] : before);
        return;
      }
      clearTimeout(timer.thumbnails);
      timer.thumbnails = setTimeout(() => thumbnails(made), 120);
    };
    const resized = new ResizeObserver(() => made.draw());
    resized.observe(canvas.current);
    return () => {
      resized.disconnect();
      made.onDrawn = () => {};
      clearTimeout(timer.thumbnails);
      clearTimeout(timer.current);
    };
  }, [points]);

  useEffect(() => {
    if (plot.current) plot.current.setGroups(places);
  }, [places, points]);
  useEffect(() => {
    if (plot.current) plot.current.setColours(paletteOf(groups, solo, hidden));
  }, [groups, solo, hidden, points]);
  useEffect(() => {
    if (!plot.current) return;
    const marks = new Uint8Array(points.count);
    chosen.forEach(index => { marks[index] = 1; });
    plot.current.setChosen(marks);
  }, [chosen, points]);

  const pictureAt = async indexes => {
    const missing = indexes.filter(index => !known.current.has(index));
    if (missing.length) {
      const answer = await post('/v1/map/pictures', { map: points.key, points: missing });
      missing.forEach((index, place) => known.current.set(index, answer.pictures[place]));
    }
    return indexes.map(index => known.current.get(index));
  };

  const thumbnails = async made => {
    const visible = made.view.zoom >= 3 ? made.visible(MOST_THUMBNAILS) : null;
    if (!visible || !visible.length) {
      setNear([]);
      return;
    }
    try {
      const found = await pictureAt(visible);
      setNear(visible.map((index, place) => ({ index, id: found[place].id, at: made.toCanvas(index) })));
    } catch {
      setNear([]);
    }
  };

  const where = event => {
    const area = canvas.current.getBoundingClientRect();
    return [event.clientX - area.left, event.clientY - area.top];
  };

  const hover = event => {
    const made = plot.current;
    const [left, top] = where(event);
    const index = made.nearest(left, top, REACH);
    clearTimeout(timer.current);
    if (index < 0) {
      setRing(null);
      timer.current = setTimeout(() => setCard(null), LEAVE);
      return;
    }
    const at = made.toCanvas(index);
    setRing({ index, at });
    timer.current = setTimeout(async () => {
      try {
        const [picture] = await pictureAt([index]);
        setCard({ picture, at });
      } catch {
        setCard(null);
      }
    }, DWELL);
  };

  const down = event => {
    if (event.button !== 0 || !plot.current) return;
    canvas.current.setPointerCapture(event.pointerId);
    const at = where(event);
    const lasso = lassoing || event.shiftKey;
    gesture.current = { lasso, from: at, moved: false, view: { ...plot.current.view }, corners: [at] };
    setCard(null);
    if (lasso) setLine([at]);
  };
  const move = event => {
    const made = plot.current;
    if (!made) return;
    const now = gesture.current;
    if (!now) {
      hover(event);
      return;
    }
    const at = where(event);
    now.moved = now.moved || Math.hypot(at[0] - now.from[0], at[1] - now.from[1]) > 4;
    if (now.lasso) {
      now.corners.push(at);
      setLine([...now.corners]);
    } else if (now.moved) {
      setRing(null);
      made.look({
        x: now.view.x - (at[0] - now.from[0]) / (made.aspect * made.unit),
        y: now.view.y + (at[1] - now.from[1]) / made.unit,
      }, true);
    }
  };
  const up = async event => {
    const now = gesture.current;
    gesture.current = null;
    setLine(null);
    if (!now || !plot.current) return;
    if (now.lasso) {
      if (now.corners.length > 2) onLasso(plot.current.within(now.corners));
    } else if (!now.moved) {
      const [left, top] = where(event);
      const index = plot.current.nearest(left, top, REACH);
      if (index >= 0) {
        const [picture] = await pictureAt([index]);
        go('search', { id: picture.id });
      }
    }
  };

  useEffect(() => {
    const element = canvas.current;
    const wheel = event => {
      event.preventDefault();
      const made = plot.current;
      if (!made) return;
      const area = element.getBoundingClientRect();
      zoomAt(made, Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0016)), event.clientX - area.left,
        event.clientY - area.top);
    };
    element.addEventListener('wheel', wheel, { passive: false });
    return () => element.removeEventListener('wheel', wheel);
  }, []);

  const zoom = factor => plot.current && zoomAt(
    plot.current, factor, canvas.current.clientWidth / 2, canvas.current.clientHeight / 2);
  const keyed = event => {
    const made = plot.current;
    if (!made) return;
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (step) {
      event.preventDefault();
      made.look({ x: made.view.x + 60 * step[0] / (made.aspect * made.unit), y: made.view.y + 60 * step[1] / made.unit }, true);
    } else if (event.key === '+' || event.key === '=') zoom(1.4);
    else if (event.key === '-') zoom(1 / 1.4);
    else if (event.key === '0') made.look({ x: 0.5, y: 0.5, zoom: 1 });
    else if (event.key === 'Escape') {
      event.stopPropagation();
      onStop();
      onLasso([]);
    }
  };
  if (failure) {
    return html`<${Empty} title="The map cannot be drawn here"><p>${failure.message} The table beside it has the same pictures.</p><//>`;
  }
  return html`<div class=${`canvas${lassoing ? ' lassoing' : ''}`}>
    <canvas ref=${canvas} tabindex="0" role="application"
      aria-label=${`Map of ${plural(points.count, 'picture')}. Arrow keys move, plus and minus zoom, 0 shows all. The legend lists the same as a table.`}
      onPointerDown=${down} onPointerMove=${move} onPointerUp=${up} onPointerCancel=${up} onKeyDown=${keyed}
      onPointerLeave=${() => { setRing(null); clearTimeout(timer.current); timer.current = setTimeout(() => setCard(null), LEAVE); }}></canvas>
    <div class="overlay" aria-hidden="true">
      ${near.map(each => html`<img key=${each.index} class="pin" src=${thumbnail(each.id, 96)} alt=""
        style=${{ left: `${each.at[0]}px`, top: `${each.at[1]}px` }} />`)}
      ${ring && html`<span class="ring" style=${{ left: `${ring.at[0]}px`, top: `${ring.at[1]}px` }}></span>`}
      ${line && line.length > 1 && html`<svg class="line"><polygon points=${line.map(corner => corner.join(',')).join(' ')} /></svg>`}
      ${card && html`<div class=${`hover-card${card.at[1] < 260 ? ' below' : ''}`}
          style=${{ left: `${Math.max(100, Math.min((canvas.current ? canvas.current.clientWidth : 800) - 100, card.at[0]))}px`, top: `${card.at[1]}px` }}>
        <img src=${thumbnail(card.picture.id, 192)} alt="" />
        <strong>${shortName(card.picture.id)}</strong>
        ${card.picture.label && html`<span class="chip">${card.picture.label}</span>`}
        <span class="faint">${card.picture.source}<br />${time(card.picture.time)}</span>
      </div>`}
    </div>
    <div class="zoom row">
      <button class="button" aria-label="Zoom in" onClick=${() => zoom(1.6)}>+</button>
      <button class="button" aria-label="Zoom out" onClick=${() => zoom(1 / 1.6)}>−</button>
      <button class="button" onClick=${() => plot.current && plot.current.look({ x: 0.5, y: 0.5, zoom: 1 })}>All</button>
    </div>
  </div>`;
}

/** Zooms so that what is under a place on the canvas stays there. */
function zoomAt(plot, factor, left, top) {
  const before = plot.toMap(left, top);
  const zoom = Math.max(0.5, Math.min(60, plot.view.zoom * factor));
  plot.view = { ...plot.view, zoom };
  const after = plot.toMap(left, top);
  plot.look({ x: plot.view.x + before[0] - after[0], y: plot.view.y + before[1] - after[1], zoom }, true);
}
