import { type ComponentType, Suspense } from 'react';
import { type CardRendererProps, registerCardRenderer, registerCardStack } from '../shared/card-registry.ts';
import { ErrorBoundary } from '../shared/ErrorBoundary.tsx';
import { lazyInScope } from '../shared/lazy-in-scope.tsx';

/** As large as most cards, so that little moves when one is there. */
const cardPlace = { width: 480, maxWidth: '100%', height: 180 };

const renderers: Record<string, () => Promise<ComponentType<CardRendererProps>>> = {
  'Countinghouse.Invoice': () => import('../features/invoices/index.ts').then((m) => m.InvoiceCard),
  'Countinghouse.Question': () => import('../features/invoices/index.ts').then((m) => m.QuestionCard),
  'Countinghouse.Claim': () => import('../features/claims/index.ts').then((m) => m.ClaimCard),
};

const InvoiceStack = lazyInScope(() => import('../features/invoices/index.ts').then((m) => m.InvoiceStack));

/** The business's cards draw themselves in the timeline; their code comes with the first card. */
export function plugCardRenderers(): void {
  for (const [type, load] of Object.entries(renderers)) {
    const Renderer = lazyInScope(load);
    registerCardRenderer(type, (props) => (
      <ErrorBoundary fallback={<p>{props.card.fallbackText}</p>}>
        <Suspense fallback={<div style={cardPlace} />}>
          <Renderer {...props} />
        </Suspense>
      </ErrorBoundary>
    ));
  }
  registerCardStack('Countinghouse.Invoice', (props) => (
    <ErrorBoundary fallback={props.children}>
      <Suspense fallback={props.children}>
        <InvoiceStack {...props} />
      </Suspense>
    </ErrorBoundary>
  ));
}
