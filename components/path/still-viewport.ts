import { selection } from 'd3-selection'

/*
 * What React Flow's zoom needs of d3-transition and d3-interpolate (next.config.ts puts this in their place): the picture's viewport moves at
 * once and never in an animation, so nothing is ever under way that could be interrupted or interpolated. Saves 30 KB of JavaScript.
 */
selection.prototype.interrupt = function interruptNothing() {
  return this
}

export const interrupt = (): void => {}
export const interpolate = null
export const interpolateZoom = null
