// The operation importReport, sent with its progress.
import { ApiError, read } from "../api.ts";
import type { Chosen } from "./file.ts";

export type Outcome = "CREATED" | "UPDATED" | "DELETED" | "UNCHANGED";

export interface Row {
  kind: string;
  acronym: string | null;
  provisionalName: string | null;
  title: string | null;
  novelty: string | null;
  questions: string[];
  editors: string[];
  document: string | null;
  equivalents: string[];
  startOfWork: string | null;
  target: string | null;
  section: string;
  number: number;
  firstLine: number;
  lastLine: number;
  raw: string;
  doubts: { field: string; reason: string; inferredFrom: string | null }[];
  outcome: Outcome;
}

export interface Warning {
  code: string;
  message: string;
  firstLine: number | null;
  lastLine: number | null;
  raw: string | null;
}

/** A decision, text, meeting or group, with the fields that change. */
export interface Change {
  id: string;
  label: string;
  outcome: Outcome;
  fields: { name: string; before: string | null; after: string | null }[];
}

/** What is to be done with a report: dryRun only compares, replace lets it say less than the earlier issue. */
export interface Way {
  dryRun: boolean;
  replace?: boolean;
}

export interface Imported {
  report: { title: string; format: string; lineCount: number; meeting: { id: string } | null } | null;
  created: number;
  updated: number;
  deleted: number;
  unchanged: number;
  changes: Change[];
  dropped: string[];
  needsReplace: boolean;
  rows: Row[];
  warnings: Warning[];
}

const query = `mutation Import($input: ImportReportInput!) {
  importReport(input: $input) {
    report { title format lineCount meeting { id } }
    created updated deleted unchanged
    changes { id label outcome fields { name before after } }
    dropped needsReplace
    rows {
      kind acronym provisionalName title novelty questions editors document equivalents startOfWork target
      section number firstLine lastLine raw doubts { field reason inferredFrom } outcome
    }
    warnings { code message firstLine lastLine raw }
  }
}`;

/** Sends the report; sent is told the share of it that has left, from 0 to 1. */
export function send(file: Chosen, way: Way, token: string, sent: (share: number) => void, signal: AbortSignal): Promise<Imported> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest(); // fetch does not tell how much has left
    request.open("POST", "/graphql");
    request.setRequestHeader("Content-Type", "application/json");
    request.setRequestHeader("Accept", "application/json");
    if (token) request.setRequestHeader("Authorization", `Bearer ${token}`);
    request.upload.onprogress = (event) => sent(event.loaded / event.total);
    request.onload = () => {
      try {
        resolve(read<{ importReport: Imported }>(request.status, request.responseText, request.getResponseHeader("X-Request-Id")).data.importReport);
      } catch (error) {
        reject(error);
      }
    };
    request.onerror = () => reject(new ApiError("The server does not answer.", "NETWORK"));
    signal.addEventListener("abort", () => request.abort());
    request.send(JSON.stringify({ query, variables: { input: { filename: file.name, content: file.content, ...way } } }));
  });
}
