import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressedCopies } from './src/app/compress-plugin.ts';
import { earlyChunk, earlyScript } from './src/app/early-script-plugin.ts';
import { offlineShell, workerChunk, workerFile } from './src/app/offline-shell-plugin.ts';
import { pdfAssets } from './src/shared/pdf/pdf-assets-plugin.ts';

const server = `http://127.0.0.1:${process.env.PORT ?? '8090'}`;

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), pdfAssets(), earlyScript(), offlineShell(), compressedCopies()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // Fonts and images stay files: the content security policy allows no data: scripts, and small files cache well.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      input: {
        index: 'index.html',
        [earlyChunk]: 'src/app/early-requests.ts',
        [workerChunk]: 'src/app/service-worker.ts',
      },
      output: {
        // Browsers find a service worker by its address, which must not change.
        entryFileNames: ({ name }) => (name === workerChunk ? workerFile : 'assets/[name]-[hash].js'),
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': { target: server, ws: true },
      '/healthz': { target: server },
    },
  },
});
