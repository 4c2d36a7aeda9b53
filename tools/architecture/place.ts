/** Where a file stands in the map of the repository. */
export type Place = {
  /** The package's folder name, undefined for `tools/`. */
  package: string | undefined;
  /** Path inside the package's `src/`, or inside the package where it is elsewhere. */
  inside: string;
  layer: 'app' | 'platform' | 'module' | 'shared' | 'feature' | 'other';
  /** Name of the server module or of the web feature. */
  unit: string | undefined;
  isTest: boolean;
  isTesting: boolean;
};

const MODULE = /^modules\/([^/]+)\//;
const FEATURE = /^features\/([^/]+)\//;

/** Reads the place off a path relative to the root, with forward slashes. */
export function placeOf(path: string): Place {
  const parts = /^packages\/([^/]+)\/(?:src\/)?(.*)$/.exec(path);
  const packageName = parts?.[1];
  const inside = parts?.[2] ?? path;
  return {
    package: packageName,
    inside,
    ...layerOf(packageName, inside),
    isTest: /\.(?:test|e2e)\.tsx?$/.test(path),
    isTesting: /(?:^|\/)(?:testing|stories|canary)\//.test(inside) || packageName === 'e2e',
  };
}

function layerOf(packageName: string | undefined, inside: string): Pick<Place, 'layer' | 'unit'> {
  if (packageName === 'server') {
    const module = MODULE.exec(inside)?.[1];
    if (module !== undefined) return { layer: 'module', unit: module };
    if (inside.startsWith('platform/')) return { layer: 'platform', unit: undefined };
    if (inside.startsWith('app/')) return { layer: 'app', unit: undefined };
  }
  if (packageName === 'web') {
    const feature = FEATURE.exec(inside)?.[1];
    if (feature !== undefined) return { layer: 'feature', unit: feature };
    if (inside.startsWith('shared/')) return { layer: 'shared', unit: undefined };
    if (inside.startsWith('app/')) return { layer: 'app', unit: undefined };
  }
  return { layer: 'other', unit: undefined };
}

/** A folder inside the unit: `domain` for `modules/ledger/domain/voucher.ts`. */
export function isInFolder(place: Place, folder: string): boolean {
  return place.layer === 'module' && place.inside.split('/')[2] === folder && place.inside.split('/').length > 3;
}
