import { Counter, Gauge, Histogram, type Registry } from '../../platform/metrics.ts';

export interface MessagingMetrics {
  events: Counter<'kind'>;
  groupSize: Histogram;
  commitSeconds: Histogram;
  waitingPosts: Gauge;
  refusedPosts: Counter<'refusal'>;
  sockets: Gauge<'transport'>;
  refusedSockets: Counter<'reason'>;
  frames: Counter;
  pullsTold: Counter;
}

export function createMessagingMetrics(registry: Registry): MessagingMetrics {
  const registers = [registry];
  return {
    events: new Counter({
      name: 'messaging_events_total',
      help: 'Events written to conversation logs.',
      labelNames: ['kind'],
      registers,
    }),
    groupSize: new Histogram({
      name: 'messaging_commit_group_size',
      help: 'Messages that shared one transaction.',
      buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
      registers,
    }),
    commitSeconds: new Histogram({
      name: 'messaging_commit_seconds',
      help: 'Time of one group from start to commit.',
      buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2],
      registers,
    }),
    waitingPosts: new Gauge({ name: 'messaging_waiting_posts', help: 'Messages that wait for a commit.', registers }),
    refusedPosts: new Counter({
      name: 'messaging_refused_posts_total',
      help: 'Messages that were refused, by name.',
      labelNames: ['refusal'],
      registers,
    }),
    sockets: new Gauge({
      name: 'messaging_live_sockets',
      help: 'Open live connections.',
      labelNames: ['transport'],
      registers,
    }),
    refusedSockets: new Counter({
      name: 'messaging_refused_live_sockets_total',
      help: 'Live connections that were turned away.',
      labelNames: ['reason'],
      registers,
    }),
    frames: new Counter({
      name: 'messaging_live_frames_total',
      help: 'Frames written to live connections.',
      registers,
    }),
    pullsTold: new Counter({
      name: 'messaging_live_pulls_told_total',
      help: 'Times that a slow connection lost frames and was told to pull.',
      registers,
    }),
  };
}
