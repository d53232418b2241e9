// The page of Atelier's contestant in Chromium: says when its worker is ready, and has it train an epoch for each call of `epoch()`.
const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
let answer = () => {};
let fail = (message) => (globalThis.ready = message);

globalThis.epoch = () =>
  new Promise((resolve, reject) => {
    answer = resolve;
    fail = (message) => reject(new Error(message));
    worker.postMessage({ type: 'epoch' });
  });

worker.addEventListener('message', ({ data }) => {
  if (data.type === 'ready') globalThis.ready = true;
  else if (data.type === 'epoch') answer(data.epoch);
  else fail(data.message);
});
worker.addEventListener('error', ({ message }) => fail(message ?? 'The worker did not start'));
worker.postMessage({ type: 'begin', ...JSON.parse(decodeURIComponent(location.hash.slice(1))) });
