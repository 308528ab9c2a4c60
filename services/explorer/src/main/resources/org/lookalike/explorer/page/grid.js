// One grid of pictures for every view: the same keys everywhere.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { thumbnail } from './api.js';
import { applyLabel, fitted, go, html, LabelField, Link, plural, score, shortName, time } from './shared.js';

/**
 * Pictures, with a selection.
 *
 * @param {{
 *   pictures: any[],
 *   labels: string[],
 *   onSearch: (id: string) => void,
 *   onExamples?: (like: string[], unlike: string[]) => void,
 *   caption: string
 * }} props
 */
export function Grid({ pictures, labels, onSearch, onExamples, caption }) {
  const [active, setActive] = useState(0);
  const [selected, setSelected] = useState(() => new Set());
  const [labelling, setLabelling] = useState(false);
  const anchor = useRef(0);
  const list = useRef(null);
  const refocus = useRef(false);
  const known = pictures.map(picture => picture.id).join('\n');

  useEffect(() => {
    setActive(0);
    setSelected(new Set());
    setLabelling(false);
  }, [known]);

  useLayoutEffect(() => {
    if (refocus.current && list.current) {
      refocus.current = false;
      const tile = list.current.querySelectorAll('.tile')[active];
      if (tile) tile.focus();
    }
  }, [active]);

  const ids = pictures.map(picture => picture.id);
  const range = (from, to) => new Set(ids.slice(Math.min(from, to), Math.max(from, to) + 1));
  const toggle = index => {
    const next = new Set(selected);
    next.has(ids[index]) ? next.delete(ids[index]) : next.add(ids[index]);
    anchor.current = index;
    setSelected(next);
  };

  const columnsNow = () => {
    const tiles = list.current ? [...list.current.children] : [];
    const top = tiles.length ? tiles[0].offsetTop : 0;
    return Math.max(1, tiles.findIndex(tile => tile.offsetTop !== top) === -1
      ? tiles.length : tiles.findIndex(tile => tile.offsetTop !== top));
  };

  const onKey = event => {
    if (event.target.closest('input, select, textarea')) return;
    const step = {
      ArrowRight: 1, ArrowLeft: -1, ArrowDown: columnsNow(), ArrowUp: -columnsNow(),
      Home: -pictures.length, End: pictures.length,
    }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const next = Math.max(0, Math.min(pictures.length - 1, active + step));
      if (event.shiftKey) {
        if (!selected.size) anchor.current = active;
        setSelected(range(anchor.current, next));
      }
      refocus.current = true;
      setActive(next);
    } else if (event.key === ' ' || event.key === 'x') {
      event.preventDefault();
      toggle(active);
    } else if (event.key === 'i') {
      go('picture', { id: ids[active] });
    } else if (event.key === 'l' && pictures.length) {
      event.preventDefault();
      if (!selected.size) toggle(active);
      setLabelling(true);
    } else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      setSelected(new Set(ids));
    } else if (event.key === 'Escape' && selected.size) {
      event.stopPropagation();
      setSelected(new Set());
      setLabelling(false);
    }
  };

  const onClick = (event, index) => {
    setActive(index);
    if (event.shiftKey) {
      event.preventDefault();
      setSelected(range(anchor.current, index));
    } else if (event.ctrlKey || event.metaKey || selected.size) {
      event.preventDefault();
      toggle(index);
    } else {
      onSearch(ids[index]);
    }
  };

  const chosen = [...selected];
  return html`<div class="grid-frame" onKeyDown=${onKey}>
    <ul class="grid" ref=${list} aria-label=${caption}>
      ${pictures.map((picture, index) => html`<${Tile}
        key=${picture.id} picture=${picture} index=${index} of=${pictures.length} active=${index === active}
        selected=${selected.has(picture.id)} onClick=${onClick} onToggle=${toggle} onActive=${setActive} />`)}
    </ul>
    ${chosen.length > 0 && html`<div class="selection" role="region" aria-label="Selected pictures">
      <strong>${plural(chosen.length, 'picture')}</strong>
      <${LabelField} labels=${labels} autofocus=${labelling} caption="Label for the selected pictures"
        onLabel=${async label => {
          const done = await applyLabel({ pictures: chosen }, label);
          if (done) setSelected(new Set());
          return done;
        }} />
      ${onExamples && html`<button class="button quiet" onClick=${() => onExamples(chosen, [])}>More like these</button>
        <button class="button quiet" onClick=${() => onExamples([], chosen)}>Less like these</button>`}
      <button class="button quiet" onClick=${async () => {
        if (await applyLabel({ pictures: chosen }, null)) setSelected(new Set());
      }}>Take labels off</button>
      <button class="button quiet" onClick=${() => setSelected(new Set())}>Clear</button>
    </div>`}
  </div>`;
}

function Tile({ picture, index, of, active, selected, onClick, onToggle, onActive }) {
  const [broken, setBroken] = useState(false);
  const name = shortName(picture.id);
  const said = [
    name,
    picture.score === undefined ? '' : `score ${score(picture.score)}`,
    picture.label ? `label ${picture.label}` : '',
  ].filter(Boolean).join(', ');
  return html`<li class=${`cell${selected ? ' selected' : ''}`} aria-setsize=${of} aria-posinset=${index + 1}>
    <button class="tile" tabindex=${active ? 0 : -1} title=${picture.id} aria-label=${`${said}: search by it`}
      onClick=${event => onClick(event, index)} onFocus=${() => onActive(index)}>
      <span class="frame">${broken
        ? html`<span class="missing">no picture</span>`
        : html`<img src=${thumbnail(picture.id, 192)} alt="" loading="lazy" decoding="async" draggable=${false}
            onError=${() => setBroken(true)} />`}</span>
      <span class="caption">
        <span class="line">
          ${picture.score !== undefined && html`<span class="score">${score(picture.score)}</span>`}
          ${picture.label && html`<span class=${`chip${picture.labelBasis === 'CLUSTER' ? ' soft' : ''}`}>${picture.label}</span>`}
          ${picture.score === undefined && !picture.label && html`<span class="name">${fitted(name)}</span>`}
        </span>
        <span class="line faint">${picture.source}</span>
        <span class="line faint">${time(picture.time)}</span>
        ${picture.duplicates && picture.duplicates.length > 0
          && html`<span class="line faint">and ${picture.duplicates.length} of the same burst</span>`}
      </span>
    </button>
    <span class="actions">
      <button class="mark" role="checkbox" aria-checked=${selected ? 'true' : 'false'} tabindex=${active ? 0 : -1}
        aria-label=${`Select ${name}`} onClick=${() => onToggle(index)}></button>
      <${Link} view="picture" params=${{ id: picture.id }} class="more" tabindex=${active ? 0 : -1}
        aria-label=${`Details of ${name}`}>i<//>
    </span>
  </li>`;
}
