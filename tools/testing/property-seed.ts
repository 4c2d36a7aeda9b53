import fc from 'fast-check';

/**
 * A change is judged by the same examples every time. `PROPERTY_SEED=random npx vitest run` looks for new ones; what it
 * finds becomes a named test.
 */
const fixedSeed = 20_261_122;

const wanted = process.env.PROPERTY_SEED;
if (wanted !== 'random') fc.configureGlobal({ seed: wanted === undefined ? fixedSeed : Number(wanted) });
