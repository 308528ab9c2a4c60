// What the page asks the service, and what goes wrong with that.

/** A request that was refused or did not come through; `message` is a sentence for a person. */
export class Failure extends Error {
  /**
   * @param {string} message
   * @param {string} code one of the project's error codes, or UNREACHABLE
   * @param {number} status of HTTP, 0 where there was no answer
   */
  constructor(message, code, status) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** Called when the service asks for its token. @type {() => void} */
let onLocked = () => {};

/** @param {() => void} listener */
export function whenLocked(listener) {
  onLocked = listener;
}

/**
 * @param {string} path
 * @param {RequestInit} [options]
 * @returns {Promise<Response>}
 */
async function request(path, options) {
  let response;
  try {
    response = await fetch(path, { credentials: 'same-origin', ...options });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Failure('The service does not answer. Is it running?', 'UNREACHABLE', 0);
  }
  if (response.ok) return response;
  if (response.status === 401) onLocked();
  let problem = {};
  try {
    problem = await response.json();
  } catch {
    // Something in between answered.
  }
  throw new Failure(
    problem.detail || `The service answered ${response.status}.`, problem.code || 'UNKNOWN', response.status);
}

/**
 * @param {string} path
 * @param {URLSearchParams} [params]
 * @param {AbortSignal} [signal]
 */
export async function get(path, params, signal) {
  const query = params ? params.toString() : '';
  return (await request(query ? `${path}?${query}` : path, { signal })).json();
}

/** @param {string} path @param {unknown} body */
export async function post(path, body) {
  const response = await request(path, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  return response.status === 204 ? null : response.json();
}

/** Brings a picture to search by. @param {Blob} picture */
export async function upload(picture) {
  const type = picture.type.startsWith('image/') ? picture.type : 'application/octet-stream';
  const response = await request('/v1/queries', { method: 'POST', headers: { 'Content-Type': type }, body: picture });
  return response.json();
}

/**
 * Reads what the service sends as a text and columns: the head, and where the columns begin.
 *
 * @param {string} path
 * @param {AbortSignal} [signal]
 * @returns {Promise<{head: any, bytes: ArrayBuffer, offset: number}>}
 */
export async function columns(path, signal) {
  const bytes = await (await request(path, { signal })).arrayBuffer();
  const length = new DataView(bytes).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, length)));
  return { head, bytes, offset: 4 + length };
}

/** The address of a small picture. @param {string} id @param {number} side */
export function thumbnail(id, side) {
  return `/v1/picture/thumbnail?${new URLSearchParams({ id, side: String(side) })}`;
}

/** The same of a picture that was brought. @param {string} query @param {number} side */
export function uploadThumbnail(query, side) {
  return `/v1/queries/thumbnail?${new URLSearchParams({ query, side: String(side) })}`;
}
