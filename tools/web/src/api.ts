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
  const requestId = response.headers.get("X-Request-Id") ?? undefined;
  let body: Answer<T>;
  try {
    body = (await response.json()) as Answer<T>;
  } catch (error) {
    if (isAbort(error)) throw error;
    const code = response.status === 429 || response.status >= 502 ? "UNAVAILABLE" : "INTERNAL";
    throw new ApiError(`The server answered with status ${response.status}.`, code, requestId);
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
