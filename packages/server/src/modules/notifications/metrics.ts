import { Counter, type Registry } from '../../platform/metrics.ts';

export interface NotificationMetrics {
  pushes: Counter<'outcome'>;
  mails: Counter<'outcome'>;
}

export const createNotificationMetrics = (registry: Registry): NotificationMetrics => ({
  pushes: new Counter({
    name: 'notifications_pushes_total',
    help: 'Pushes handed to push services, by what became of them: taken, gone, refused, failed.',
    labelNames: ['outcome'],
    registers: [registry],
  }),
  mails: new Counter({
    name: 'notifications_mails_total',
    help: 'Mails handed to the mail server, by what became of them: taken, failed.',
    labelNames: ['outcome'],
    registers: [registry],
  }),
});
