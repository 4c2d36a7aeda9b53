/** Folders of pdfjs-dist that it fetches from at run time. */
export const pdfAssetFolders = ['cmaps', 'standard_fonts', 'wasm', 'iccs'] as const;

/** Below the base of the app; the version is in the path, so that the files can be cached for good. */
export const pdfAssetsPath = (version: string) => `assets/pdfjs-${version}/`;
