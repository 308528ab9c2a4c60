// The page's frame: views, keys that hold everywhere, toasts, help, and the question for the token.
import { render } from 'preact';
import { useEffect, useErrorBoundary, useRef, useState } from 'preact/hooks';
import { Failure, post, whenLocked } from './api.js';
import { Clusters } from './clusters.js';
import { PictureMap } from './map.js';
import { Picture } from './picture.js';
import { bring, pictureOf, Search } from './search.js';
import { System } from './system.js';
import { complain, go, html, Link, Trouble, useAddress, whenToast } from './shared.js';

const VIEWS = { search: Search, map: PictureMap, clusters: Clusters, picture: Picture, system: System };
const TITLES = { search: 'Search', map: 'Map', clusters: 'Clusters', picture: 'Picture', system: 'System' };
const TOAST_MS = 10000;

function App() {
  const { view, params } = useAddress();
  const [helping, setHelping] = useState(false);
  const [locked, setLocked] = useState(false);
  useEffect(() => whenLocked(() => setLocked(true)), []);
  useEffect(() => { document.title = `${TITLES[view]} · Lookalike`; }, [view]);

  useEffect(() => {
    const keyed = event => {
      const typing = event.target instanceof Element && event.target.closest('input, select, textarea');
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'Escape') {
        if (typing) typing.blur();
        setHelping(false);
      } else if (typing) {
        return;
      } else if (event.key === '?') {
        event.preventDefault();
        setHelping(true);
      } else if (event.key === '/') {
        event.preventDefault();
        const field = document.querySelector('[data-filter]');
        if (field) {
          field.closest('details').open = true;
          field.focus();
        } else {
          go('search');
        }
      }
    };
    const paste = event => {
      const picture = pictureOf(event.clipboardData);
      if (picture) {
        event.preventDefault();
        bring(picture, view === 'search' ? params : undefined);
      }
    };
    const over = event => event.preventDefault();
    const drop = event => {
      event.preventDefault();
      const picture = pictureOf(event.dataTransfer);
      if (picture) bring(picture, view === 'search' ? params : undefined);
    };
    const all = [['keydown', keyed], ['paste', paste], ['dragover', over], ['drop', drop]];
    all.forEach(([name, listener]) => document.addEventListener(name, listener));
    return () => all.forEach(([name, listener]) => document.removeEventListener(name, listener));
  }, [view, params]);

  const View = VIEWS[view];
  return html`
    <a class="skip" href="#content">Skip to the content</a>
    <header class="top">
      <${Link} view="search" params=${{}} class="brand">Lookalike<//>
      <nav aria-label="Views">${['search', 'map', 'clusters', 'system'].map(name => html`<${Link} view=${name} params=${{}}
        class=${`tab${view === name ? ' here' : ''}`} aria-current=${view === name ? 'page' : undefined}>${TITLES[name]}<//>`)}</nav>
      <button class="button quiet help-button" onClick=${() => setHelping(true)} aria-label="Keys and help">?</button>
    </header>
    <main id="content" class=${`view-${view}`} tabindex="-1">
      ${locked ? html`<${Locked} onOpen=${() => location.reload()} />` : html`<${Guarded} key=${view}><${View} params=${params} /><//>`}
    </main>
    <${Toasts} />
    ${helping && html`<${Help} onClose=${() => setHelping(false)} />`}`;
}

/** Keeps a defect of one view from taking the others along. */
function Guarded({ children }) {
  const [failure, again] = useErrorBoundary(error => console.error(error));
  return failure ? html`<${Trouble} failure=${failure} again=${again} />` : children;
}

function Locked({ onOpen }) {
  const [token, setToken] = useState('');
  const [wrong, setWrong] = useState('');
  const submit = async event => {
    event.preventDefault();
    try {
      await post('/v1/session', { token });
      onOpen();
    } catch (error) {
      setWrong(error instanceof Failure && error.code !== 'NOT_ALLOWED' ? error.message : 'That is not the token.');
    }
  };
  return html`<form class="empty" onSubmit=${submit}>
    <h1>This page is locked</h1>
    <p>Enter the token that the operator set as <code>explorer.token</code>.</p>
    <input class="input" type="password" value=${token} onInput=${event => setToken(event.target.value)} aria-label="Token"
      autocomplete="current-password" />
    <button class="button primary" disabled=${!token}>Open</button>
    ${wrong && html`<p role="alert">${wrong}</p>`}
  </form>`;
}

function Toasts() {
  const [toasts, setToasts] = useState([]);
  const next = useRef(0);
  useEffect(() => whenToast(toast => {
    const id = next.current++;
    setToasts(before => [...before.slice(-2), { ...toast, id }]);
    setTimeout(() => setToasts(before => before.filter(each => each.id !== id)), TOAST_MS);
  }), []);
  const gone = id => setToasts(before => before.filter(each => each.id !== id));
  const undo = async toast => {
    gone(toast.id);
    try {
      await toast.undo();
    } catch (error) {
      complain(error);
    }
  };
  return html`<div class="toasts" role="status" aria-live="polite">${toasts.map(toast => html`<div key=${toast.id}
      class=${`toast${toast.failed ? ' failed' : ''}`}>
    <span>${toast.text}</span>
    ${toast.undo && html`<button class="link" onClick=${() => undo(toast)}>Undo</button>`}
    <button class="link" aria-label="Dismiss" onClick=${() => gone(toast.id)}>×</button>
  </div>`)}</div>`;
}

const KEYS = [
  ['arrows', 'move among pictures, or move the map'],
  ['Enter', 'search by the picture'],
  ['Space or x', 'select the picture'],
  ['Shift + arrows', 'select a range'],
  ['l', 'label the selected pictures'],
  ['i', 'details of the picture'],
  ['/', 'to the filters'],
  ['+ − 0', 'zoom the map, show all of it'],
  ['Esc', 'let go: of a selection, a box, a field'],
  ['?', 'this help'],
];

function Help({ onClose }) {
  const dialog = useRef(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current.showModal();
    return () => before instanceof HTMLElement && before.focus();
  }, []);
  return html`<dialog class="help" ref=${dialog} onClose=${onClose} aria-label="Keys and help">
    <h2>Keys</h2>
    <dl>${KEYS.map(([key, what]) => html`<dt><kbd>${key}</kbd></dt><dd>${what}</dd>`)}</dl>
    <p class="faint">Drop or paste a picture anywhere to search by it. Every search, filter and selection of colours is in
      the address: copy it to show a colleague the same.</p>
    <button class="button primary" onClick=${() => dialog.current.close()}>Close</button>
  </dialog>`;
}

render(html`<${App} />`, document.getElementById('app'));
