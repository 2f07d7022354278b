// What went wrong, in words of someone who imports, and what to do about it.
import { tryAgain } from "../again.ts";
import { ApiError } from "../api.ts";
import { h } from "../dom.ts";

/** The error with a button that tries again. */
export function problem(error: unknown, again: () => void): HTMLElement {
  const code = error instanceof ApiError ? error.code : "";
  const message = error instanceof Error ? error.message : String(error);
  const [title, advice] = explain(code);
  return h("div", { class: "failure", role: "alert" }, h("h2", {}, title), h("p", {}, message), advice && h("p", { class: "soft" }, advice),
    h("p", { class: "faint" }, code && h("code", {}, code), error instanceof ApiError && error.requestId && [" request ", h("code", {}, error.requestId)]),
    tryAgain(again));
}

function explain(code: string): [title: string, advice: string] {
  switch (code) {
    case "UNAUTHENTICATED": return ["The server does not know this token", "Only editors and administrators may import. Put the token or key in above."];
    case "FORBIDDEN": return ["This token may not import", "It is that of a reader, or the server was started without a token that may: see --admin-token-file and --api-keys."];
    case "INVALID": return ["The report could not be read", "Nothing was changed. It must say in its heading which study group met and when."];
    case "LIMIT": return ["The report is too large", "The server says with --max-editor-body how much it takes; on the machine itself, rapporteur import takes any report."];
    case "TIMEOUT": return ["This took too long", "Nothing was changed. The server says with --operation-timeout how long it tries."];
    case "NETWORK": return ["The server does not answer", "It may be starting, or the network is gone, or it ended the connection because the report is too large. A report that was imported already does no harm when it comes again."];
    case "UNAVAILABLE": return ["The server is busy", "Try again in a moment."];
    default: return ["The server could not do this", "The log of the server has more under the id of the request."];
  }
}
