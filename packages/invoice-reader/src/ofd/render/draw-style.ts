import { child, type XmlElement } from '../../xml/parse-xml.ts';
import type { OfdResources } from '../ofd-resources.ts';

// Parameters that stand on each other form a chain; genuine ones have two links.
const CHAIN_MAX = 16;

/** Attributes and children of an object, its drawing parameters and those around it: the nearest counts. */
export interface DrawStyle {
  params: readonly XmlElement[];
}

export const NO_STYLE: DrawStyle = { params: [] };

/** The style inside of an element that may name a `DrawParam`, which may itself stand on another (`Relative`). */
export function styleWithin(element: XmlElement, style: DrawStyle, resources: OfdResources): DrawStyle {
  const chain: XmlElement[] = [];
  let id = element.attributes.get('DrawParam');
  while (id !== undefined && chain.length < CHAIN_MAX) {
    const param = resources.drawParams.get(id);
    if (!param) break;
    chain.push(param);
    id = param.attributes.get('Relative');
  }
  return chain.length === 0 ? style : { params: [...chain, ...style.params] };
}

export function styleAttribute(object: XmlElement, style: DrawStyle, name: string): string | undefined {
  return object.attributes.get(name) ?? style.params.find((param) => param.attributes.has(name))?.attributes.get(name);
}

export function styleChild(object: XmlElement, style: DrawStyle, name: string): XmlElement | undefined {
  return (
    child(object, name) ??
    child(
      style.params.find((param) => child(param, name)),
      name,
    )
  );
}
