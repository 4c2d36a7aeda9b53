import type { Plugin } from 'vite';

export const earlyChunk = 'early';

/** Names the early script in the page before all others; beside them it would be bundled with them, and wait. */
export function earlyScript(): Plugin {
  return {
    name: 'countinghouse-early-script',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        const chunk = Object.values(bundle ?? {}).find((each) => each.type === 'chunk' && each.name === earlyChunk);
        if (chunk?.type !== 'chunk') throw new Error('the build made no early script');
        if (chunk.imports.length > 0 || chunk.exports.length > 0) throw new Error('the early script is a module');
        return [
          {
            tag: 'script',
            attrs: { async: true, src: `/${chunk.fileName}` },
            injectTo: 'head-prepend',
          },
        ];
      },
    },
  };
}
