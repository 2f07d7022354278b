// Package browser tests the pages in a real browser, a Chromium that is found in PATH: what a reader does there, that no
// page asks another host, says an error or shuts out those who read otherwise, and how it looks. It holds tests alone.
package browser
