package browser

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/httpd"
	"rapporteur/internal/sample"
)

// correctedReport is the sample with another editor in one row, and a line that cannot be read, as a file.
func correctedReport(t testing.TB) string {
	t.Helper()
	content := bytes.ReplaceAll(sample.Report, []byte("Gunhee Lee"), []byte("Maria Garcia"))
	return reportFile(t, "corrected.txt", content)
}

func reportFile(t testing.TB, name string, content []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// offer gives files to the page.
func (b *tab) offer(files ...string) {
	b.t.Helper()
	b.do(fmt.Sprintf("offer %q", files), chromedp.SetUploadFiles(chromedp.CSS("#file"), files, chromedp.NodeReady))
}

// TestADryRunThenTheImport looks at what a report would change, which changes nothing, and then imports it.
func TestADryRunThenTheImport(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	b := open(t, serve(t, g), desktop)
	revision := func() int64 {
		now, err := g.Revision(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return now
	}
	before := revision()
	b.goTo("/import")
	b.click("#token")
	b.write(adminToken)
	b.offer(correctedReport(t))

	b.sees(".verdict | Nothing has been written yet")
	b.sees(".figures li | 98")
	b.sees(".block-source .raw | Maria Garcia")
	b.sees(".block-read .badge | Changes")
	b.click(".chip | Doubts")
	b.until(`document.querySelectorAll(".block").length === document.querySelectorAll(".block .doubts").length`)
	b.click(".chip | Changes")
	b.until(`document.querySelectorAll(".block").length === 1`)
	b.sees(".block | Maria Garcia")
	b.sees(".changed li | X.1332: determined, 2019-09-05 changed")
	b.sees(".changed-fields li | editors: Gunhee Lee → Maria Garcia")
	if now := revision(); now != before {
		t.Errorf("a dry run changed the graph: revision %d, %d before", now, before)
	}

	b.click(".verdict button | Import")
	b.sees(".verdict.done | Imported")
	if now := revision(); now == before {
		t.Error("the import changed nothing")
	}
	b.click(".verdict a | The page of the meeting")
	b.sees(".meeting-grid")
	if kept := eval[string](b, "JSON.stringify(localStorage)"); strings.Contains(kept, adminToken) {
		t.Error("the token is kept after the visit")
	}
	b.goTo("/import")
	if kept := eval[string](b, `document.querySelector("#token").value`); kept != adminToken {
		t.Errorf("the token of this tab is %q after a walk through the pages", kept)
	}
}

// TestAShorterIssueIsImportedOnceItsLossesAreAccepted names what a part of the sample would erase, and erases it when told to.
func TestAShorterIssueIsImportedOnceItsLossesAreAccepted(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	b := open(t, serve(t, g), desktop)
	b.goTo("/import")
	b.click("#token")
	b.write(adminToken)
	b.offer(reportFile(t, "part.txt", third()))
	b.sees(".asks h2 | says much less")
	b.sees(".dropped li | X.1045: consented")
	b.until(`document.querySelectorAll(".verdict button").length === 0 && document.querySelector(".asks button").disabled`)
	b.click(".asks input")
	b.click(".asks button | Replace the earlier issue")
	b.sees(".verdict.done | Imported")
	if actions, err := g.Actions.All(t.Context(), "_id"); err != nil || len(actions) >= 98 {
		t.Errorf("%d decisions after the replacement, %v", len(actions), err)
	}
}

// third is the first third of the sample.
func third() []byte {
	return sample.Report[:bytes.LastIndexByte(sample.Report[:len(sample.Report)/3], '\n')]
}

// TestSeveralReportsEachSayWhatHappenedToThem imports two of four files, of which one is no report and one drops much.
func TestSeveralReportsEachSayWhatHappenedToThem(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	b := open(t, serve(t, g), desktop)
	b.goTo("/import")
	b.click("#token")
	b.write(adminToken)
	next := []byte("Meeting of ITU-T SG17, Geneva, 17 - 26 March 2020\n\nNothing like a table.\n")
	b.offer(correctedReport(t), reportFile(t, "letter.txt", []byte("Dear all,\nthis is no report.\n")),
		reportFile(t, "part.txt", third()), reportFile(t, "next.txt", next))
	state := func(file, says string) {
		t.Helper()
		b.until(fmt.Sprintf(`[...document.querySelectorAll(".file > summary")].some(s => s.textContent.startsWith(%q) && s.textContent.includes(%q))`, file, says))
	}
	state("corrected.txt", "Not imported yet")
	state("letter.txt", "could not be read")
	state("part.txt", "needs an answer")
	state("next.txt", "Not imported yet")
	b.click("button | Import all that need no answer")
	state("next.txt", "Imported")
	state("corrected.txt", "Imported")
	state("part.txt", "Not imported")
	state("letter.txt", "Not imported")
	if reports, err := g.Reports.All(t.Context(), "_id"); err != nil || len(reports) != 2 {
		t.Errorf("%d reports, %v", len(reports), err)
	}
	b.fits("import")
	b.forgive("Failed to load resource")
}

// TestADroppedReport drops a file on the page, as from a folder, and then one more.
func TestADroppedReport(t *testing.T) {
	t.Parallel()
	b := open(t, sampleSite(t), phone)
	b.goTo("/import")
	eval[chromedp.Void](b, `(() => {
		const dataTransfer = new DataTransfer();
		dataTransfer.items.add(new File(["Meeting of ITU-T SG17, Geneva, 17 - 26 March 2020\n\nNothing like a table.\n"], "dropped.txt", { type: "text/plain" }));
		document.querySelector(".drop").dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
	})()`)
	b.sees(".drop-name | dropped.txt")
	b.click("#token")
	b.write(adminToken)
	b.click("button[type=submit]")
	b.sees(".block.warned | Nothing like a table.")
	b.fits("import")
}

func TestWhatAnImportMayMeet(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	limited := httpd.DefaultLimits()
	limited.Body, limited.EditorBody = 2000, 2000
	for name, c := range map[string]struct {
		site        *site
		token, file string
		title, code string
		repairs     func(s *site, b *tab)
	}{
		"no token": {serve(t, g), "", correctedReport(t), "does not know this token", "UNAUTHENTICATED", func(_ *site, b *tab) {
			b.click("#token")
			b.write(adminToken)
		}},
		"a wrong token": {serve(t, g), "wrong", correctedReport(t), "does not know this token", "UNAUTHENTICATED", func(_ *site, b *tab) {
			eval[chromedp.Void](b, `document.querySelector("#token").select()`)
			b.write(adminToken)
		}},
		"a reader's token": {serve(t, g), readerToken, correctedReport(t), "may not import", "FORBIDDEN", nil},
		"no report":        {serve(t, g), adminToken, reportFile(t, "letter.txt", []byte("Dear all,\nthis is no report.\n")), "could not be read", "INVALID", nil},
		"a large report":   {serve(t, g, limited), adminToken, correctedReport(t), "too large", "LIMIT", nil},
		"a broken server": {serve(t, g), adminToken, correctedReport(t), "could not do this", "", func(s *site, _ *tab) {
			s.broken.Store(false)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			c.site.broken.Store(name == "a broken server")
			b := open(t, c.site, desktop)
			b.goTo("/import")
			if c.token != "" {
				b.click("#token")
				b.write(c.token)
			}
			b.offer(c.file)
			b.sees(".drop-name strong")
			if c.token == "" {
				b.click("button[type=submit]")
			}
			b.sees("[role=alert] h2 | " + c.title)
			b.sees("[role=alert] | " + c.code)
			if c.repairs != nil {
				c.repairs(c.site, b)
				b.click("[role=alert] button | Try again")
				b.sees(".verdict | Nothing has been written yet")
			}
			b.forgive("Failed to load resource")
		})
	}
}
