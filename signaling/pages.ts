/**
 * What the node answers over plain HTTP: the app, `/healthz`, and words for the rest.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerFile } from './app-files.ts';
import type { Answer, AppFiles } from './app-files.ts';
import { securityHeaders } from './content-security.ts';

export type PagesState = {
  /** Null when the node runs alone. */
  readonly files: AppFiles | null;
  /** Whole seconds since the start. */
  readonly uptime: number;
  readonly draining: boolean;
};

/** Answers one request. Never throws, whatever the request says. */
export function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  state: PagesState,
): void {
  const answer = chooseAnswer(request, state);
  const length = { 'content-length': String(Buffer.byteLength(answer.body)) };
  response.writeHead(answer.status, {
    ...securityHeaders,
    ...answer.headers,
    ...(answer.status === 304 ? {} : length),
  });
  response.end(request.method === 'HEAD' ? undefined : answer.body);
}

/** The path of a request, decoded; null when it is not valid percent-encoding. */
export function requestPath(url: string | undefined): string | null {
  const [path = ''] = (url ?? '').split(/[?#]/, 1);
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

function chooseAnswer(request: IncomingMessage, state: PagesState): Answer {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return words(405, 'Only GET and HEAD are understood here.', { allow: 'GET, HEAD' });
  }
  const path = requestPath(request.url);
  if (path === null) return words(400, 'This address is not well-formed.');
  if (path === '/healthz') return health(state);
  const file = state.files === null ? null : answerFile(state.files, path, request);
  if (file !== null) return file;
  if (path === '/') return words(200, 'This is a Grapevine node. The app is served elsewhere.');
  return words(404, 'There is nothing here.');
}

/** Says nothing about how many are here: in a family's node that would tell who is awake. */
function health(state: PagesState): Answer {
  const body = JSON.stringify({
    status: state.draining ? 'draining' : 'ok',
    uptime: state.uptime,
  });
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  };
  return { status: state.draining ? 503 : 200, headers, body };
}

function words(status: number, text: string, more: Readonly<Record<string, string>> = {}): Answer {
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };
  return { status, headers: { ...headers, ...more }, body: `${text}\n` };
}
