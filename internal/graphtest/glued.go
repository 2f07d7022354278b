package graphtest

// Glued is a report whose name and Question stick together, E.805 and Question 12/12, and Settling a record by which the graph knows
// the name.
const (
	Glued = "Executive summary of the SG 12 meeting, Geneva, 3-11 May 2027\n\nRecommendations consented (AAP)\n" +
		"ITU-T Rec. No. Question Reference New/Rev Title\nE.80512/12 TD891R2NewStrategies of harbours\n"
	Settling = "---\nid: ITUTE805\nschema_version: v1.5.6\ntype: standard\ntitle:\n- language: en\n  script: Latn\n  content: Strategies of harbours\n  type: main\n" +
		"docidentifier:\n- content: ITU-T E.805 (11/2019)\n  type: ITU\n  primary: true\ndate:\n- type: published\n  at: '2019-11-29'\n" +
		"contributor:\n- role:\n  - type: author\n  organization:\n    subdivision:\n    - name:\n      - content: ITU-T Study Group 12\nstatus:\n  stage:\n    content: Published\n"
)
