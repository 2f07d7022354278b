package standards

import (
	"strings"
	"testing"
)

func TestIssuesOfOneDocumentHaveOneKey(t *testing.T) {
	t.Parallel()
	for want, titles := range map[string][]string{
		"executive-summary": {
			"Executive Summary", "Executive summary:", "SG13 Executive Summary of the July 2014 Meeting", "Executive Summary, SG12, May 2019",
			"Executive summary of the SG 9 meeting(ITU Headquarters from 2-6 February 2009)", "Executive Summary (rev.2)",
		},
		"executive-summary-addendum-1": {"Executive Summary, Addendum 1", "Addendum 1 to the Executive Summary"},
		"report":                       {"Report of the meeting", "Meeting report, Geneva", "", "ITU-T SG17 meeting"},
		"tsb-circular-160":             {"TSB Circular 160", "TSB Circular 160, Geneva, 3 October 2019"},
		"tsb-circular-161":             {"TSB Circular 161", "Revised TSB Circular 161"},
		"results-study-group":          {"Results of the Study Group"},
	} {
		for _, title := range titles {
			if got := DocumentKey(title, "Geneva"); got != want {
				t.Errorf("%q: %s, want %s", title, got, want)
			}
		}
	}
	long := strings.Repeat("A very long title ", 20)
	if a, b := DocumentKey(long+"one", ""), DocumentKey(long+"two", ""); a == b || len(a) > maxDocumentKey || len(b) > maxDocumentKey {
		t.Errorf("%q, %q", a, b)
	}
}
