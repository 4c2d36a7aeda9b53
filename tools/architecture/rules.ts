import { posix } from 'node:path';
import { type Architecture, findTier } from './architecture-file.ts';
import { isInFolder, placeOf } from './place.ts';
import type { Import, SourceFile } from './source-files.ts';

/** Judges one import of one file; answers what is wrong with it, or undefined. */
type ImportRule = (file: SourceFile, imported: Import, architecture: Architecture) => string | undefined;
/** Judges one file as a whole. */
type FileRule = (file: SourceFile, architecture: Architecture) => { line: number; message: string }[];

const TEST_LIBRARIES = new Set(['vitest', 'fast-check']);

export const importRules: Record<string, ImportRule> = {
  'package-order': (file, { specifier }, architecture) => {
    const from = file.place.package;
    const to = /^@countinghouse\/([^/]+)/.exec(specifier)?.[1];
    if (from === undefined || to === undefined || from === to) return undefined;
    const allowed = architecture.packages[from] ?? [];
    if (allowed.includes(to) || (isForTests(file) && architecture.testsMayUse.includes(to))) return undefined;
    return `package ${from} may not import package ${to}`;
  },
  'package-border': (file, { specifier, target }) => {
    if (!specifier.startsWith('.') || target === undefined || file.place.package === undefined) return undefined;
    const to = placeOf(target).package;
    return to === file.place.package ? undefined : `a relative path leaves the package; import the package by its name`;
  },
  'package-front-door': (_file, { specifier }) =>
    /^@countinghouse\/[^/]+\/src\//.test(specifier) ? 'import a package by its name, not a file inside it' : undefined,
  'path-alias': (_file, { specifier }) =>
    /^(?:#|~|@\/)/.test(specifier) ? 'path aliases are not used; write the relative path' : undefined,
  'platform-below-modules': (file, { target }) => {
    if (file.place.layer !== 'platform' || target === undefined) return undefined;
    const to = placeOf(target);
    return to.package === 'server' && (to.layer === 'module' || to.layer === 'app')
      ? `platform may not import ${to.layer === 'app' ? 'app' : `module ${to.unit}`}`
      : undefined;
  },
  'modules-below-app': (file, { target }) =>
    file.place.layer === 'module' && target !== undefined && isServerApp(target) && !isTestOfWhole(file, target)
      ? 'a module may not import app; declare an interface and let app plug it in'
      : undefined,
  'module-tier': (file, { target }, architecture) => {
    const to = otherModule(file, target);
    if (to === undefined) return undefined;
    const [fromTier, toTier] = [findTier(architecture, file.place.unit ?? ''), findTier(architecture, to)];
    if (fromTier === undefined || toTier === undefined || toTier < fromTier) return undefined;
    return `module ${file.place.unit} (tier ${fromTier}) may not import module ${to} (tier ${toTier}); handle its event`;
  },
  'module-front-door': (file, { target }) => {
    const to = otherModule(file, target);
    if (to === undefined || target === undefined) return undefined;
    const place = placeOf(target);
    if (place.inside === `modules/${to}/index.ts` || (place.isTesting && isForTests(file))) return undefined;
    return `module ${to} is entered through its index.ts only`;
  },
  'domain-pure': (file, { specifier, target }, architecture) => {
    if (!isInFolder(file.place, 'domain') || file.place.isTest) return undefined;
    if (architecture.domainMayUse.includes(specifier)) return undefined;
    const own = `packages/server/src/modules/${file.place.unit}/domain/`;
    return target?.startsWith(own) ? undefined : `domain may import only itself and protocol, not ${specifier}`;
  },
  'routes-without-store': (file, { target }) => {
    if (file.place.layer !== 'module' || target === undefined || file.place.isTest) return undefined;
    const isEdge = /^modules\/[^/]+\/(?:[^/]*-)?(?:routes|socket)(?:\.ts$|\/)/.test(file.place.inside);
    return isEdge && isInFolder(placeOf(target), 'store') ? 'routes reach data through actions and queries' : undefined;
  },
  'web-layers': (file, { target }) => {
    if (file.place.package !== 'web' || target === undefined || file.place.isTest) return undefined;
    const to = placeOf(target);
    const order = { shared: 1, feature: 2, app: 3 };
    const from = file.place.layer;
    if (!(from === 'shared' || from === 'feature') || !(to.layer === 'feature' || to.layer === 'app')) return undefined;
    return order[to.layer] > order[from] ? `${from} may not import ${to.layer}` : undefined;
  },
  'web-features-apart': (file, { target }) => {
    if (file.place.layer !== 'feature' || target === undefined) return undefined;
    const to = placeOf(target);
    return to.layer === 'feature' && to.unit !== file.place.unit
      ? `feature ${file.place.unit} may not import feature ${to.unit}; app plugs them together`
      : undefined;
  },
  'testing-for-tests': (file, { specifier, target }) => {
    if (isForTests(file)) return undefined;
    if (TEST_LIBRARIES.has(specifier)) return `${specifier} is for tests`;
    if (target === undefined) return undefined;
    const to = placeOf(target);
    return to.isTest || to.isTesting ? 'testing/ and test files are for tests' : undefined;
  },
};

export const fileRules: Record<string, FileRule> = {
  'module-unknown': (file, architecture) =>
    file.place.layer === 'module' && findTier(architecture, file.place.unit ?? '') === undefined
      ? [{ line: 1, message: `module ${file.place.unit} is not in architecture.json` }]
      : [],
  'package-unknown': (file, architecture) =>
    file.place.package !== undefined && !(file.place.package in architecture.packages)
      ? [{ line: 1, message: `package ${file.place.package} is not in architecture.json` }]
      : [],
  barrel: (file) => {
    const isFrontDoor = /^(?:(?:modules|features|platform)\/[^/]+\/)?index\.ts$/.test(file.place.inside);
    return file.isBarrel && !isFrontDoor
      ? [{ line: 1, message: 'a file that only passes on exports is allowed as a front door only' }]
      : [];
  },
  'file-name': (file, architecture) => {
    const stem = posix.basename(file.path).split('.')[0] ?? '';
    const isComponent = /^[A-Z][A-Za-z0-9]*$/.test(stem) && file.path.endsWith('.tsx');
    if (!isComponent && !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(stem)) {
      return [{ line: 1, message: 'file names are kebab-case, those of components the name of the component' }];
    }
    const parts = file.path.split('/').map((part) => part.split('.')[0] ?? '');
    const banned = parts.flatMap((part) => part.split('-')).find((word) => architecture.bannedFileNames.includes(word));
    return banned === undefined ? [] : [{ line: 1, message: `"${banned}" says nothing; name what the file is about` }];
  },
  'file-length': (file, architecture) => {
    const limit = file.place.isTest ? architecture.linesMax.test : architecture.linesMax.code;
    return file.lines > limit ? [{ line: limit, message: `${file.lines} lines; the limit is ${limit}` }] : [];
  },
  'todo-number': (file) =>
    file.comments
      .filter(({ text }) => /\b(?:TODO|FIXME|XXX|HACK)\b/.test(text.replaceAll(/\bTODO\(#\d+\):/g, '')))
      .map(({ line }) => ({ line, message: 'a TODO names its issue: TODO(#12): …' })),
};

function isForTests(file: SourceFile): boolean {
  const { isTest, isTesting, package: name, inside } = file.place;
  return isTest || isTesting || name === 'bench' || /(?:^|\/)vitest[^/]*\.ts$/.test(inside);
}

/** Most tests of a module are requests to the whole server, which only app can put together. */
function isTestOfWhole(file: SourceFile, target: string): boolean {
  return file.place.isTest && placeOf(target).isTesting;
}

function isServerApp(target: string): boolean {
  const to = placeOf(target);
  return to.package === 'server' && to.layer === 'app';
}

function otherModule(file: SourceFile, target: string | undefined): string | undefined {
  if (file.place.layer !== 'module' || target === undefined) return undefined;
  const to = placeOf(target);
  return to.layer === 'module' && to.unit !== file.place.unit ? to.unit : undefined;
}
