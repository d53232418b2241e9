import { render } from 'preact';
import { App } from './components/app.tsx';
import { loadTexts } from './i18n/language.ts';
import { takeDrops } from './components/take-drops.ts';

const root = document.getElementById('app');
if (!root) throw new Error('index.html has no element #app');
await loadTexts();
render(<App />, root);
takeDrops();
