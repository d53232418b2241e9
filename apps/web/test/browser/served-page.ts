import { afterAll, afterEach, beforeAll } from 'vitest';
import { Chromium } from './browser.ts';
import { serve, type Server } from './serve.ts';

/** The server and the Chromium of a file's tests; importing them starts both, and has each test end without complaints. */
export let server: Server;
export let chromium: Chromium;

beforeAll(async () => {
  server = await serve();
  chromium = await Chromium.start();
});

afterAll(async () => {
  await chromium.close();
  await server.close();
});

afterEach(() => {
  chromium.expectNoComplaints();
});
