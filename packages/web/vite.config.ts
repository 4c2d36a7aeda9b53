import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressedCopies } from './src/app/compress-plugin.ts';
import { pdfAssets } from './src/features/invoices/pdf-assets-plugin.ts';

const server = `http://127.0.0.1:${process.env.PORT ?? '8090'}`;

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), pdfAssets(), compressedCopies()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // Fonts and images stay files: the content security policy allows no data: scripts, and small files cache well.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': { target: server, ws: true },
      '/healthz': { target: server },
    },
  },
});
