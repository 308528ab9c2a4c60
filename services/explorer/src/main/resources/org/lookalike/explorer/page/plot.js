// Points on a canvas by WebGL 2: one draw call, on demand. Knows numbers and colours, nothing of pictures.

const VERTEX = `#version 300 es
in vec2 place;
in float group;
in float chosen;
uniform vec2 scale;
uniform vec2 shift;
uniform float size;
uniform sampler2D palette;
out vec4 colour;
void main() {
  int index = int(group);
  colour = texelFetch(palette, ivec2(index & 255, index >> 8), 0);
  if (chosen > 0.5) colour = vec4(colour.rgb, 1.0);
  gl_Position = vec4(place * scale + shift, 0.0, 1.0);
  gl_PointSize = chosen > 0.5 ? size + 3.0 : size;
  if (colour.a == 0.0) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
}`;

const FRAGMENT = `#version 300 es
precision mediump float;
in vec4 colour;
out vec4 shown;
void main() { shown = vec4(colour.rgb * colour.a, colour.a); }`;

/** Points beyond these are left out while the view moves: they come in random order. */
const MOVING = 15000;
const SIDE = 256;

export class Plot {
  /** @param {HTMLCanvasElement} canvas @throws {Error} where the browser has no WebGL 2 */
  constructor(canvas) {
    this.canvas = canvas;
    const gl = canvas.getContext('webgl2', { antialias: false, premultipliedAlpha: true, preserveDrawingBuffer: false });
    if (!gl) throw new Error('This browser cannot draw the map: it has no WebGL 2.');
    this.gl = gl;
    this.count = 0;
    this.view = { x: 0.5, y: 0.5, zoom: 1 };
    this.aspect = 1;
    this.pending = 0;
    this.moving = false;
    this.onDrawn = () => {};
    this.prepare();
    canvas.addEventListener('webglcontextlost', event => event.preventDefault());
    canvas.addEventListener('webglcontextrestored', () => {
      this.prepare();
      if (this.data) this.setPoints(this.data.x, this.data.y, this.aspect);
      if (this.groups) this.setGroups(this.groups);
      if (this.colours) this.setColours(this.colours);
    });
  }

  prepare() {
    const gl = this.gl;
    const compiled = (type, source) => {
      const shader = gl.createShader(type);
      gl.shaderSource(shader, source);
      gl.compileShader(shader);
      return shader;
    };
    const program = gl.createProgram();
    gl.attachShader(program, compiled(gl.VERTEX_SHADER, VERTEX));
    gl.attachShader(program, compiled(gl.FRAGMENT_SHADER, FRAGMENT));
    gl.linkProgram(program);
    if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) {
      throw new Error(`The map cannot be drawn: ${gl.getProgramInfoLog(program)}`);
    }
    gl.useProgram(program);
    const buffer = (name, size) => {
      const made = gl.createBuffer();
      const at = gl.getAttribLocation(program, name);
      gl.bindBuffer(gl.ARRAY_BUFFER, made);
      gl.enableVertexAttribArray(at);
      gl.vertexAttribPointer(at, size[0], size[1], size[2], 0, 0);
      return made;
    };
    this.places = buffer('place', [2, gl.UNSIGNED_SHORT, true]);
    this.groupBuffer = buffer('group', [1, gl.UNSIGNED_SHORT, false]);
    this.chosenBuffer = buffer('chosen', [1, gl.UNSIGNED_BYTE, false]);
    this.uniforms = Object.fromEntries(['scale', 'shift', 'size', 'palette']
      .map(name => [name, gl.getUniformLocation(program, name)]));
    this.palette = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, this.palette);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  }

  /**
   * @param {Uint16Array} x 0 the left side, 65535 the right one
   * @param {Uint16Array} y 0 the lower side
   * @param {number} aspect the map's width by its height
   */
  setPoints(x, y, aspect) {
    const gl = this.gl;
    this.data = { x, y };
    this.count = x.length;
    this.aspect = aspect;
    const both = new Uint16Array(2 * x.length);
    for (let i = 0; i < x.length; i++) {
      both[2 * i] = x[i];
      both[2 * i + 1] = y[i];
    }
    gl.bindBuffer(gl.ARRAY_BUFFER, this.places);
    gl.bufferData(gl.ARRAY_BUFFER, both, gl.STATIC_DRAW);
    this.setGroups(new Uint16Array(x.length));
    this.setChosen(new Uint8Array(x.length));
  }

  /** Which colour each point has. @param {Uint16Array} groups */
  setGroups(groups) {
    this.groups = groups;
    this.gl.bindBuffer(this.gl.ARRAY_BUFFER, this.groupBuffer);
    this.gl.bufferData(this.gl.ARRAY_BUFFER, groups, this.gl.DYNAMIC_DRAW);
    this.draw();
  }

  /** The colours: four bytes each; a group whose alpha is 0 is not there. @param {Uint8Array} colours */
  setColours(colours) {
    this.colours = colours;
    const rows = Math.max(1, Math.ceil(colours.length / 4 / SIDE));
    const texture = new Uint8Array(4 * SIDE * rows);
    texture.set(colours);
    const gl = this.gl;
    gl.bindTexture(gl.TEXTURE_2D, this.palette);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, SIDE, rows, 0, gl.RGBA, gl.UNSIGNED_BYTE, texture);
    this.draw();
  }

  /** Which points stand out: 1, the others 0. @param {Uint8Array} chosen */
  setChosen(chosen) {
    this.chosen = chosen;
    this.gl.bindBuffer(this.gl.ARRAY_BUFFER, this.chosenBuffer);
    this.gl.bufferData(this.gl.ARRAY_BUFFER, chosen, this.gl.DYNAMIC_DRAW);
    this.draw();
  }

  /** Pixels of the canvas that one unit of the map takes, the whole height being 1 at zoom 1. */
  get unit() {
    const { clientWidth, clientHeight } = this.canvas;
    return 0.92 * this.view.zoom * Math.min(clientHeight, clientWidth / this.aspect);
  }

  /** Where a point lies on the canvas, in CSS pixels. @param {number} index @returns {[number, number]} */
  toCanvas(index) {
    const { clientWidth, clientHeight } = this.canvas;
    return [
      clientWidth / 2 + (this.data.x[index] / 65535 - this.view.x) * this.aspect * this.unit,
      clientHeight / 2 - (this.data.y[index] / 65535 - this.view.y) * this.unit,
    ];
  }

  /** The place on the map under a place on the canvas, 0 to 1. @returns {[number, number]} */
  toMap(left, top) {
    const { clientWidth, clientHeight } = this.canvas;
    return [
      this.view.x + (left - clientWidth / 2) / (this.aspect * this.unit),
      this.view.y - (top - clientHeight / 2) / this.unit,
    ];
  }

  isShown(index) {
    return this.colours !== undefined && this.colours[4 * this.groups[index] + 3] > 40;
  }

  /** The shown point that is nearest to a place on the canvas, at most so many pixels away; -1 for none. */
  nearest(left, top, reach) {
    let best = -1;
    let least = reach * reach;
    const [mx, my] = this.toMap(left, top);
    const sx = this.aspect * this.unit;
    const sy = this.unit;
    const { x, y } = this.data;
    for (let i = 0; i < this.count; i++) {
      const dx = (x[i] / 65535 - mx) * sx;
      if (dx > reach || dx < -reach) continue;
      const dy = (y[i] / 65535 - my) * sy;
      const distance = dx * dx + dy * dy;
      if (distance <= least && this.isShown(i)) {
        least = distance;
        best = i;
      }
    }
    return best;
  }

  /** The shown points within a polygon on the canvas. @param {[number, number][]} corners @returns {number[]} */
  within(corners) {
    const polygon = corners.map(([left, top]) => this.toMap(left, top));
    const xs = polygon.map(corner => corner[0]);
    const ys = polygon.map(corner => corner[1]);
    const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const found = [];
    for (let i = 0; i < this.count; i++) {
      const px = this.data.x[i] / 65535;
      const py = this.data.y[i] / 65535;
      if (px < left || px > right || py < low || py > high || !this.isShown(i)) continue;
      let inside = false;
      for (let a = 0, b = polygon.length - 1; a < polygon.length; b = a++) {
        if (ys[a] > py !== ys[b] > py && px < (xs[b] - xs[a]) * (py - ys[a]) / (ys[b] - ys[a]) + xs[a]) inside = !inside;
      }
      if (inside) found.push(i);
    }
    return found;
  }

  /** The shown points on the canvas, if they are at most so many; else null. @returns {number[] | null} */
  visible(most) {
    const [left, top] = this.toMap(0, 0);
    const [right, bottom] = this.toMap(this.canvas.clientWidth, this.canvas.clientHeight);
    const found = [];
    for (let i = 0; i < this.count; i++) {
      const px = this.data.x[i] / 65535;
      const py = this.data.y[i] / 65535;
      if (px >= left && px <= right && py <= top && py >= bottom && this.isShown(i)) {
        found.push(i);
        if (found.length > most) return null;
      }
    }
    return found;
  }

  /** Moves the view. @param {{x?: number, y?: number, zoom?: number}} change @param {boolean} [moving] whether more will follow */
  look(change, moving) {
    const view = { ...this.view, ...change };
    view.zoom = Math.max(0.5, Math.min(60, view.zoom));
    view.x = Math.max(-0.2, Math.min(1.2, view.x));
    view.y = Math.max(-0.2, Math.min(1.2, view.y));
    this.view = view;
    this.moving = Boolean(moving);
    clearTimeout(this.rest);
    if (moving) this.rest = setTimeout(() => { this.moving = false; this.draw(); }, 160);
    this.draw();
  }

  /** Draws with the next frame. */
  draw() {
    if (!this.pending) this.pending = requestAnimationFrame(() => { this.pending = 0; this.drawNow(); });
  }

  drawNow() {
    const gl = this.gl;
    const { clientWidth, clientHeight } = this.canvas;
    if (!this.data || !this.colours || !clientWidth || gl.isContextLost()) return;
    const ratio = Math.min(2, devicePixelRatio || 1);
    const width = Math.round(clientWidth * ratio);
    const height = Math.round(clientHeight * ratio);
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    gl.viewport(0, 0, width, height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    const sx = 2 * this.aspect * this.unit / clientWidth;
    const sy = 2 * this.unit / clientHeight;
    gl.uniform2f(this.uniforms.scale, sx, sy);
    gl.uniform2f(this.uniforms.shift, -this.view.x * sx, -this.view.y * sy);
    const dense = this.count > 100000 ? 2 : this.count > 20000 ? 3 : this.count > 4000 ? 4 : 6;
    gl.uniform1f(this.uniforms.size, ratio * Math.min(14, dense * Math.sqrt(Math.max(1, this.view.zoom))));
    gl.drawArrays(gl.POINTS, 0, this.moving ? Math.min(MOVING, this.count) : this.count);
    this.onDrawn(this.moving);
  }
}
