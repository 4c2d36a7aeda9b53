#!/usr/bin/env node
console.error('invoice-reader: under construction');
process.exitCode = 2;
