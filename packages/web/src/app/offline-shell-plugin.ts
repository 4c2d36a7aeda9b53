import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

export const workerChunk = 'service-worker';
export const workerFile = 'service-worker.js';
/** Drawing original pages offline is not worth the megabytes on every device. */
const leftOut = /pdf|service-worker/;
const kept = /\.(m?js|css)$/;
const always = ['/', '/icon.svg', '/icon-192.png', '/icon-badge.png', '/manifest.webmanifest'];

/** Tells the service worker which files make the client. */
export function offlineShell(): Plugin {
  return {
    name: 'countinghouse-offline-shell',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const worker = bundle[workerFile];
        if (worker?.type !== 'chunk') throw new Error('the build made no service worker');
        const names = Object.keys(bundle).filter((name) => kept.test(name) && !leftOut.test(name));
        const files = [...always, ...names.sort().map((name) => `/${name}`)];
        // The page names its files, so that their names tell a changed page too.
        const digest = createHash('sha256').update(files.join('\n')).digest('hex').slice(0, 16);
        const list = files.map((file) => JSON.stringify(file)).join(',');
        worker.code = worker.code.replace(/["'`]__SHELL_FILES__["'`]/, list).replace('__SHELL_DIGEST__', digest);
        if (worker.code.includes('__SHELL')) throw new Error('the service worker was not told its files');
      },
    },
  };
}
