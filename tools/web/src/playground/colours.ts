// The colours of the editor: Monaco's own, but for those that are too pale on our grounds.
import { editor } from "monaco-graphql/esm/monaco-editor.js";

const none = "#00000000";

function define(name: string, base: "vs" | "vs-dark", [ground, accent, wash, line]: string[], tokens: Record<string, string>): void {
  editor.defineTheme(name, {
    base, inherit: true,
    rules: Object.entries(tokens).map(([token, foreground]) => ({ token, foreground })),
    colors: {
      "editor.background": none, "scrollbar.shadow": none, "editorLineNumber.foreground": line!, "editorLineNumber.activeForeground": accent!, "editorLineNumber.dimmedForeground": line!,
      "editorHoverWidget.background": ground!, "editorWidget.background": ground!, "editorSuggestWidget.background": ground!, "menu.background": ground!, "quickInput.background": ground!,
      focusBorder: accent!, "textLink.foreground": accent!, "list.highlightForeground": accent!, "editorSuggestWidget.selectedForeground": accent!,
      "list.hoverBackground": wash!, "editorSuggestWidget.selectedBackground": wash!, "quickInputList.focusBackground": wash!,
    },
  });
}

define("rapporteur-light", "vs", ["#ffffff", "#0b5cad", "#e6f0fa", "#4c5866"], { comment: "#2b6a2b", number: "#0b6b4f", "argument.identifier.gql": "#5b3fb0" });
define("rapporteur-dark", "vs-dark", ["#1e2630", "#7db8f5", "#1b2f45", "#b4bfcb"], { comment: "#8fbf7f", "argument.identifier.gql": "#b3a8ff" });

/** Their names, as GraphiQL asks for them. */
export const editorTheme = { light: "rapporteur-light", dark: "rapporteur-dark" };
