import { render } from 'preact';
import { App } from './components/app.tsx';
import { takeDrops } from './components/take-drops.ts';

const root = document.getElementById('app');
if (!root) throw new Error('index.html has no element #app');
render(<App />, root);
takeDrops();
