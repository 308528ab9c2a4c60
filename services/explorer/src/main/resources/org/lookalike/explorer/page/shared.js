// What all views are made of: templates, the address, asking, toasts, numbers.
import { h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import htm from 'htm';
import { get, post } from './api.js';

export const html = htm.bind(h);

const VIEWS = ['search', 'map', 'clusters', 'picture', 'system'];

/** Where the visitor is: everything that a link to the same must say. */
function here() {
  const name = location.pathname.slice(1);
  return { view: VIEWS.includes(name) ? name : 'search', params: new URLSearchParams(location.search) };
}

/** @type {Set<() => void>} */
const listeners = new Set();
addEventListener('popstate', () => listeners.forEach(listener => listener()));

/** The address of a view. @param {string} view @param {URLSearchParams | Record<string, string>} [params] */
export function address(view, params) {
  const query = new URLSearchParams(params || {}).toString();
  return `/${view}${query ? `?${query}` : ''}`;
}

/**
 * Goes to a view.
 *
 * @param {string} view
 * @param {URLSearchParams | Record<string, string>} [params]
 * @param {boolean} [replace] whether Back skips where the visitor was
 */
export function go(view, params, replace) {
  const before = here();
  history[replace ? 'replaceState' : 'pushState'](null, '', address(view, params));
  listeners.forEach(listener => listener());
  if (!replace && before.view !== view) scrollTo(0, 0);
}

/** The address, kept up to date. */
export function useAddress() {
  const [place, setPlace] = useState(here);
  useEffect(() => {
    const listener = () => setPlace(here());
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, []);
  return place;
}

/** A click that the browser must handle itself: another window, another tab. @param {MouseEvent} event */
export function isPlain(event) {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}

/** A link within the page. */
export function Link({ view, params, children, ...rest }) {
  const follow = event => {
    if (isPlain(event)) {
      event.preventDefault();
      go(view, params);
    }
  };
  return html`<a href=${address(view, params)} onClick=${follow} ...${rest}>${children}</a>`;
}

/**
 * Asks again whenever what is asked for changes; an answer that comes too late is dropped. What was there stays until the
 * next answer comes.
 *
 * @template T
 * @param {string | null} key stands for what is asked; null for nothing
 * @param {(signal: AbortSignal) => Promise<T>} ask
 * @returns {{value: T | null, failure: Error | null, loading: boolean, again: () => void}}
 */
export function useAnswer(key, ask) {
  const [state, setState] = useState({ value: null, failure: null, loading: key !== null });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (key === null) {
      setState({ value: null, failure: null, loading: false });
      return undefined;
    }
    const abort = new AbortController();
    setState(before => ({ ...before, loading: true }));
    ask(abort.signal).then(
      value => abort.signal.aborted || setState({ value, failure: null, loading: false }),
      failure => abort.signal.aborted || setState({ value: null, failure, loading: false }));
    return () => abort.abort();
  }, [key, turn]);
  return { ...state, again: () => setTurn(turn + 1) };
}

/** What filters may name; asked for anew when labels change. */
export function useFacets(turn) {
  return useAnswer(`facets ${turn}`, signal => get('/v1/facets', undefined, signal));
}

/** @type {(toast: {text: string, undo?: () => Promise<void>, failed?: boolean}) => void} */
let show = () => {};

/** @param {typeof show} listener */
export function whenToast(listener) {
  show = listener;
}

/** Tells of something in passing. */
export function toast(text, undo) {
  show({ text, undo });
}

/** Tells of something that went wrong. @param {unknown} error */
export function complain(error) {
  show({ text: error instanceof Error ? error.message : String(error), failed: true });
}

/** @type {Set<() => void>} */
const labelListeners = new Set();

/** Counts how often labels were changed here, so that what shows them asks anew. */
export function useLabelTurn() {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const listener = () => setTurn(before => before + 1);
    labelListeners.add(listener);
    return () => labelListeners.delete(listener);
  }, []);
  return turn;
}

/**
 * Labels pictures or clusters, and offers to take it back.
 *
 * @param {{pictures?: string[], clusters?: string[]}} what
 * @param {string | null} label
 */
export async function applyLabel(what, label) {
  try {
    const changed = await post('/v1/labels', { ...what, label });
    labelListeners.forEach(listener => listener());
    const things = what.clusters
      ? plural(what.clusters.length, 'cluster') : plural((what.pictures || []).length, 'picture');
    toast(label === null ? `Took the label off ${things}` : `Labelled ${things} “${label}”`, async () => {
      await post(`/v1/labels/undo?${new URLSearchParams({ undo: changed.undo })}`, {});
      labelListeners.forEach(listener => listener());
    });
    return true;
  } catch (error) {
    complain(error);
    return false;
  }
}

const COUNT = new Intl.NumberFormat('en');

/** @param {number} number */
export function count(number) {
  return COUNT.format(number);
}

/** @param {number} number @param {string} thing */
export function plural(number, thing) {
  return `${count(number)} ${thing}${number === 1 ? '' : 's'}`;
}

/** @param {number} score */
export function score(score) {
  return score.toFixed(3);
}

/** @param {number} share 0 to 1 */
export function percent(share) {
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
}

const TIME = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium' });

/** @param {string} instant ISO-8601 */
export function time(instant) {
  return TIME.format(new Date(instant));
}

/** The last part of an id, which is the telling one where ids are paths. @param {string} id */
export function shortName(id) {
  const name = id.slice(id.lastIndexOf('/') + 1);
  return /^[0-9a-f]{32,}$/.test(name) ? name.slice(0, 12) : name;
}

const LONGEST = 19;

/** A name for a narrow place: names that differ mostly do so at their ends. @param {string} name */
export function fitted(name) {
  return name.length > LONGEST ? `…${name.slice(1 - LONGEST)}` : name;
}

/** One of the colours that people with any kind of colour vision can tell apart, as far as there are so many. */
const COLOURS = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#d55e00', '#56b4e9', '#8c510a', '#b8a800', '#5b4fc0', '#f09a8c',
  '#2f8f4e', '#a83279', '#9a4dff', '#7fb334', '#50809e', '#ff4fd8'];

/** @param {number} index @returns {[number, number, number]} red, green, blue, 0 to 255 */
export function colour(index) {
  if (index < COLOURS.length) {
    const value = parseInt(COLOURS[index].slice(1), 16);
    return [value >> 16, (value >> 8) & 255, value & 255];
  }
  // Around the circle by the golden angle, in three rings of lightness.
  const hue = (index * 137.508) % 360;
  const light = 0.42 + 0.1 * (index % 3);
  const channel = n => {
    const k = (n + hue / 30) % 12;
    return Math.round(255 * (light - 0.6 * Math.min(light, 1 - light) * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [channel(0), channel(8), channel(4)];
}

/** What is shown where there is nothing: what that means, and what to do next. */
export function Empty({ title, children }) {
  return html`<div class="empty"><h2>${title}</h2>${children}</div>`;
}

/** What is shown where asking failed. */
export function Trouble({ failure, again }) {
  return html`<div class="empty" role="alert">
    <h2>That did not work</h2>
    <p>${failure.message}</p>
    ${again && html`<button class="button" onClick=${again}>Try again</button>`}
  </div>`;
}

/** A field for a label, with those that exist to choose from. */
export function LabelField({ labels, onLabel, placeholder, caption, autofocus }) {
  const [text, setText] = useState('');
  const field = useRef(null);
  const list = useRef(`labels-${Math.random().toString(36).slice(2)}`);
  useEffect(() => {
    if (autofocus && field.current) field.current.focus();
  }, [autofocus]);
  const submit = async event => {
    event.preventDefault();
    const label = text.trim();
    if (label && await onLabel(label)) setText('');
  };
  return html`<form class="label-field" onSubmit=${submit}>
    <input ref=${field} class="input" value=${text} onInput=${event => setText(event.target.value)}
      list=${list.current} maxlength="200" placeholder=${placeholder || 'Label'} aria-label=${caption || 'Label'}
      autocomplete="off" />
    <datalist id=${list.current}>${(labels || []).map(label => html`<option value=${label}></option>`)}</datalist>
    <button class="button" disabled=${!text.trim()}>Label</button>
  </form>`;
}
