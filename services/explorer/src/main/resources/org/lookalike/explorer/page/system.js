// The system: which space answers, what was refused, and what alarmed.
import { useEffect, useRef, useState } from 'preact/hooks';
import { get, post, thumbnail } from './api.js';
import { complain, count, Empty, go, html, Link, plural, shortName, time, toast, Trouble, useAnswer } from './shared.js';

const PARTS = { spaces: 'Spaces', quarantine: 'Refused', alerts: 'Alerts' };

/** The view. */
export function System({ params }) {
  const part = params.get('part') in PARTS ? params.get('part') : 'spaces';
  const Part = { spaces: Spaces, quarantine: Refused, alerts: Alerts }[part];
  return html`<section class="system">
    <h1 class="visually-hidden">System</h1>
    <nav class="parts" aria-label="Parts of the system">${Object.entries(PARTS).map(([name, title]) => html`<${Link}
      view="system" params=${name === 'spaces' ? {} : { part: name }} class=${`tab${part === name ? ' here' : ''}`}
      aria-current=${part === name ? 'true' : undefined}>${title}<//>`)}</nav>
    <${Part} params=${params} />
  </section>`;
}

function Spaces() {
  const answer = useAnswer('spaces', signal => get('/v1/spaces', undefined, signal));
  const [asked, setAsked] = useState(null);
  if (answer.failure) return html`<${Trouble} failure=${answer.failure} again=${answer.again} />`;
  if (!answer.value) return html`<p class="faint padded" role="status">Loading …</p>`;
  const spaces = answer.value.spaces;
  if (!spaces.length) {
    return html`<${Empty} title="No spaces yet"><p>The first space is made when the first picture is indexed.</p><//>`;
  }
  const activate = async space => {
    setAsked(null);
    try {
      const decided = await post('/v1/spaces/activate', { space, reason: 'chosen on the page' });
      toast(decided.changed ? `Space ${space} answers searches now` : `Space ${space} was active already`);
      answer.again();
    } catch (error) {
      complain(error);
    }
  };
  return html`<div class="results-head"><h2>${plural(spaces.length, 'space')}</h2>
      <p class="faint">A refit makes a new space; the older ones stay, to go back to.</p></div>
    <div class="scroll" tabindex="0" role="region" aria-label="Spaces"><table class="table">
      <thead><tr><th>Space</th><th>State</th><th class="number">Pictures</th><th class="number">Clusters</th>
        <th class="number">Dimensions</th><th>Made</th><th>What its refit found</th><th><span class="visually-hidden">Action</span></th></tr></thead>
      <tbody>${spaces.map(({ space, refit }) => html`<tr key=${space.id}>
        <td><code>${space.id}</code> ${space.active && html`<span class="chip">active</span>`}</td>
        <td>${space.state.toLowerCase()}${space.reason && html`<br /><span class="faint">${space.reason}</span>`}</td>
        <td class="number">${space.counted === null ? '–' : count(space.counted)}</td>
        <td class="number">${space.fitted ? count(space.clusters) : '–'}</td>
        <td class="number">${count(space.dimensions)}</td>
        <td>${space.definedAt ? time(space.definedAt) : '–'}</td>
        <td class="wide">${refit || (space.fitted ? '' : 'the encoder’s own features')}</td>
        <td>${space.state === 'READY' && !space.active && html`<button class="button" onClick=${() => setAsked(space.id)}>Activate</button>`}</td>
      </tr>`)}</tbody>
    </table></div>
    ${asked && html`<${Confirm} title=${`Have space ${asked} answer?`} action="Activate" onYes=${() => activate(asked)}
      onNo=${() => setAsked(null)}>
      <p>Searches that name no space are answered by it from then on. Scores and clusters change with the space. To go back,
      activate the one that answers now.</p><//>`}`;
}

function Refused({ params }) {
  const answer = useAnswer('quarantine', signal => get('/v1/quarantine', undefined, signal));
  const [busy, setBusy] = useState('');
  const code = params.get('code') || '';
  if (answer.failure) return html`<${Trouble} failure=${answer.failure} again=${answer.again} />`;
  if (!answer.value) return html`<p class="faint padded" role="status">Loading …</p>`;
  const { refused, total } = answer.value;
  if (!total) return html`<${Empty} title="Nothing was refused"><p>What cannot be read or indexed would be listed here, with the reason.</p><//>`;
  const codes = [...new Set(refused.map(each => each.code))].sort();
  const shown = refused.filter(each => !code || each.code === code);
  const replay = async places => {
    setBusy(places.join(' '));
    try {
      const done = await post('/v1/quarantine/replay', { places });
      toast(`Published ${plural(done.published, 'record')} again; what is still broken is refused once more`);
      answer.again();
    } catch (error) {
      complain(error);
    }
    setBusy('');
  };
  return html`<div class="results-head"><h2>${plural(total, 'refused record')}</h2>
      ${total > refused.length && html`<p class="faint">the newest ${count(refused.length)} are listed</p>`}
      <label class="inline">Why <select class="input" value=${code}
          onChange=${event => go('system', event.target.value ? { part: 'quarantine', code: event.target.value } : { part: 'quarantine' }, true)}>
        <option value="">any reason</option>${codes.map(each => html`<option value=${each}>${each}</option>`)}</select></label></div>
    <div class="scroll" tabindex="0" role="region" aria-label="Refused records"><table class="table">
      <thead><tr><th>Picture</th><th>When</th><th>Why</th><th>Where</th><th><span class="visually-hidden">Action</span></th></tr></thead>
      <tbody>${shown.map(each => html`<tr key=${each.place}>
        <td><span class="with-thumb">${isShowable(each) && html`<${Thumb} id=${each.id} />`}
          <span class="break">${each.id ? html`<${Link} view="picture" params=${{ id: each.id }} title=${each.id}>${shortName(each.id)}<//>` : 'without an id'}
          <br /><span class="faint">${each.source || ''}</span></span></span></td>
        <td>${time(each.at)}</td>
        <td class="wide"><strong>${each.code}</strong><br /><span class="faint">${each.reason}</span></td>
        <td>${each.stage.toLowerCase()}<br /><code>${each.place}</code></td>
        <td><button class="button" disabled=${busy !== ''} onClick=${() => replay([each.place])}
          aria-label=${`Replay ${each.id || each.place}`}>Replay</button></td>
      </tr>`)}</tbody>
    </table></div>`;
}

/** What was refused because its picture cannot be read cannot be shown either. */
function isShowable(refused) {
  return refused.stored && refused.id && !refused.code.startsWith('IMAGE_');
}

/** An alert may outlive its picture. */
function Thumb({ id }) {
  const [broken, setBroken] = useState(false);
  return broken ? null : html`<img class="thumb" src=${thumbnail(id, 96)} alt="" loading="lazy" onError=${() => setBroken(true)} />`;
}

function Alerts() {
  const answer = useAnswer('alerts', signal => get('/v1/alerts', undefined, signal));
  if (answer.failure) return html`<${Trouble} failure=${answer.failure} again=${answer.again} />`;
  if (!answer.value) return html`<p class="faint padded" role="status">Loading …</p>`;
  const { alerts, total } = answer.value;
  if (!total) {
    return html`<${Empty} title="No alerts"><p>Pictures unlike all others, sources that drift and new clusters would be told here.</p><//>`;
  }
  return html`<div class="results-head"><h2>${plural(total, 'alert')}</h2></div>
    <div class="scroll" tabindex="0" role="region" aria-label="Alerts"><table class="table">
      <thead><tr><th>When</th><th>What</th><th>Picture</th><th>Said</th></tr></thead>
      <tbody>${alerts.map((each, place) => html`<tr key=${place}>
        <td>${time(each.at)}</td><td>${each.kind.replace('_', ' ').toLowerCase()}</td>
        <td>${each.imageId && html`<${Link} view="picture" params=${{ id: each.imageId }} class="with-thumb">
          <${Thumb} id=${each.imageId} /><span class="break">${shortName(each.imageId)}</span><//>`}</td>
        <td class="wide">${each.message}</td>
      </tr>`)}</tbody>
    </table></div>`;
}

/** A question that must be answered first. */
function Confirm({ title, action, onYes, onNo, children }) {
  const dialog = useRef(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current.showModal();
    return () => before instanceof HTMLElement && before.focus();
  }, []);
  return html`<dialog class="help" ref=${dialog} onClose=${onNo} aria-label=${title}>
    <h2>${title}</h2>${children}
    <div class="row"><button class="button primary" onClick=${onYes}>${action}</button>
      <button class="button" onClick=${() => dialog.current.close()}>Leave it</button></div>
  </dialog>`;
}
