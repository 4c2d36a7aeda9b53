/** Pairs `traditional simplified`, joined by bars; the package has no types for its dictionaries. */
declare module 'opencc-js/dict/TSCharacters' {
  const pairs: string;
  // biome-ignore lint/style/noDefaultExport: this is what the package exports.
  export default pairs;
}
