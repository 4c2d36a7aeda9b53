// Loaded into the server before its own code. The pipe ends when the program that started the server dies, however it
// dies; the server then shuts down in order instead of holding its port and its data without an owner.
import { Socket } from 'node:net';

const lifeline = new Socket({ fd: 3, readable: true, writable: false });
lifeline.on('error', () => undefined);
lifeline.once('close', () => process.kill(process.pid, 'SIGTERM'));
lifeline.resume();
lifeline.unref();
