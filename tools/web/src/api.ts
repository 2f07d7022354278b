// The public GraphQL API, the only source of everything the pages show.

/** An answer that is not the data asked for: the server's error, or none at all. */
export class ApiError extends Error {
  /** The server's code: NOT_FOUND, INVALID, LIMIT, UNAVAILABLE, ...; NETWORK where no server answered. */
  readonly code: string;
  /** The id under which the server logged the request. */
  readonly requestId: string | undefined;

  constructor(message: string, code: string, requestId?: string) {
    super(message);
    this.name = "ApiError";
    this.code = code;
    this.requestId = requestId;
  }
}

export interface AskOptions {
  /** Gives the request up: the promise then rejects with an AbortError. */
  signal?: AbortSignal;
  /** More headers, such as Authorization. */
  headers?: Record<string, string>;
  /** How often to ask again while the server is busy or gone: twice unless said. Say 0 for a mutation. */
  retries?: number;
}

interface Answer<T> {
  data?: T | null;
  errors?: { message: string; extensions?: { code?: string; requestId?: string } }[];
  extensions?: Record<string, unknown>;
}

const endpoint = "/graphql";
const firstPause = 400; // milliseconds; doubled at each further retry

/** Asks one operation and returns its data. Any error of the answer is thrown as an ApiError. */
export async function ask<T>(query: string, variables: Record<string, unknown> = {}, options: AskOptions = {}): Promise<T> {
  return (await answer<T>(query, variables, options)).data;
}

/** Asks one operation and returns its data together with the extensions of the answer. */
export async function answer<T>(
  query: string,
  variables: Record<string, unknown> = {},
  options: AskOptions = {},
): Promise<{ data: T; extensions: Record<string, unknown> }> {
  for (let retry = 0; ; retry++) {
    try {
      return await once<T>(query, variables, options);
    } catch (error) {
      const again = error instanceof ApiError && (error.code === "NETWORK" || error.code === "UNAVAILABLE");
      if (!again || retry >= (options.retries ?? 2)) throw error;
      await pause(firstPause * 2 ** retry, options.signal);
    }
  }
}

async function once<T>(query: string, variables: Record<string, unknown>, options: AskOptions) {
  let response: Response;
  try {
    response = await fetch(endpoint, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", ...options.headers },
      body: JSON.stringify({ query, variables }),
      signal: options.signal ?? null,
    });
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new ApiError("The server does not answer.", "NETWORK");
  }
  let body: string;
  try {
    body = await response.text();
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new ApiError("The answer broke off.", "NETWORK");
  }
  return read<T>(response.status, body, response.headers.get("X-Request-Id"));
}

/** What an answer holds; an error of it is thrown as an ApiError. */
export function read<T>(status: number, text: string, id: string | null): { data: T; extensions: Record<string, unknown> } {
  const requestId = id ?? undefined;
  let body: Answer<T>;
  try {
    body = JSON.parse(text) as Answer<T>;
  } catch {
    throw new ApiError(`The server answered with status ${status}.`, status === 429 || status >= 502 ? "UNAVAILABLE" : "INTERNAL", requestId);
  }
  const first = body.errors?.[0];
  if (first) throw new ApiError(first.message, first.extensions?.code ?? "INTERNAL", first.extensions?.requestId ?? requestId);
  if (body.data == null) throw new ApiError("The answer holds no data.", "INTERNAL", requestId);
  return { data: body.data, extensions: body.extensions ?? {} };
}

/** Whether this is what a request that was given up rejects with. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
