let audio: AudioContext | undefined;
/** Several messages at once are one sound. */
const betweenSoundsMs = 2000;
let playedAtMs = Number.NEGATIVE_INFINITY;

/** Two short, soft tones, made here: no file has to come first. Silent where the browser forbids sound before a click. */
export async function playSound(): Promise<void> {
  const nowMs = performance.now();
  if (nowMs - playedAtMs < betweenSoundsMs) return;
  playedAtMs = nowMs;
  try {
    audio ??= new AudioContext();
    if (audio.state === 'suspended') await audio.resume();
    tone(audio, 659.25, 0);
    tone(audio, 880, 0.11);
  } catch {
    // No sound device, or not allowed: the notification stands by itself.
  }
}

const loudness = 0.08;
const seconds = 0.22;

function tone(context: AudioContext, hertz: number, afterSeconds: number): void {
  const start = context.currentTime + afterSeconds;
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.type = 'sine';
  oscillator.frequency.value = hertz;
  gain.gain.setValueAtTime(0.0001, start);
  gain.gain.exponentialRampToValueAtTime(loudness, start + 0.015);
  gain.gain.exponentialRampToValueAtTime(0.0001, start + seconds);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(start + seconds);
}
