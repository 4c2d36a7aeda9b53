export { bundledFace, type FaceName, fontBytes } from './bundled-faces.ts';
export { type Face, type Glyph, openFace } from './face.ts';
export { type PathStep, svgPath } from './outline.ts';
