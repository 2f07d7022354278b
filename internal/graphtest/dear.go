package graphtest

// DearOperations are, for each root field, operations that make the server work as much as one unit of cost allows. A
// number sign is replaced by a number, so that no request finds what another one remembered.
var DearOperations = map[string][]string{
	"node":           {`node(id: "text:17:x.20#") { id label: __typename ... on Text { title editors { name texts(first: 10) { nodes { title } } } } }`},
	"nodes":          {`nodes(ids: ["text:17:x.20#", "text:17:x.2000", "question:17:2017-2020:6"]) { id }`},
	"text":           {`text(acronym: "X.20#") { id }`, `text(acronym: "X.20#") { documents { document { texts { text { title } } } } actions { source { raw } meeting { name } } }`, `text(acronym: "X.2000") { relations { text { title } } }`},
	"texts":          {`texts(first: 100, filter: {search: "synth #"}) { nodes { id } }`, `texts(first: 1, filter: {hasEquivalent: true, targetFrom: "20#"}) { nodes { id } }`, `texts(first: 1, orderBy: {field: TARGET, direction: DESC}, filter: {kind: [SUPPLEMENT]}) { totalCount }`, `texts(first: 100) { nodes { title acronym status } }`, `texts(first: 1, filter: {acronym: "X.20#", editorName: "given ab"}) { totalCount }`},
	"editor":         {`editor(name: "Given Ab#") { id }`, `editor(name: "aaa bbb ccc ddd eee fff ggg hhh iii jjj kkk lll mmm nnn ooo p#") { id }`},
	"editors":        {`editors(first: 100, filter: {search: "given"}) { totalCount nodes { id } }`, `editors(first: 100, filter: {minTexts: #}) { nodes { name } }`, `editors(first: 100) { nodes { name coEditors(first: 1) { edges { sharedTexts } } } }`, `editors(first: 100) { nodes { texts(first: 1, filter: {kind: [SUPPLEMENT], search: "synthetic"}) { totalCount } } }`, `editors(first: 100) { nodes { texts(first: 100) { nodes { title } } } }`},
	"question":       {`question(label: "Q6/17") { texts(first: 100) { totalCount nodes { title } } }`, `question(label: "Q6/17") { editors(first: 1) { totalCount } }`, `question(label: "Q6/17") { texts(first: 1, filter: {search: "synthetic"}) { totalCount } }`, `question(label: "Q6/17") { id }`},
	"questions":      {`questions(first: 100) { nodes { label } }`},
	"studyGroup":     {`studyGroup(number: 17) { texts(first: 1, filter: {search: "synth #"}) { totalCount } }`, `studyGroup(number: 17) { id }`},
	"document":       {`document(number: "TD10#") { id texts { text { title } } }`},
	"documents":      {`documents(first: 100, filter: {roles: [TUTORIAL]}) { totalCount nodes { id } }`, `documents(first: 100) { nodes { number } }`},
	"specification":  {`specification(identifier: "ISO/IEC #") { id }`},
	"specifications": {`specifications(first: 100, filter: {number: "#"}) { totalCount nodes { id } }`},
	"meeting":        {`meeting(id: "meeting:17:2019-08-27") { actions(first: 100) { totalCount nodes { kind } } }`, `meeting(id: "meeting:17:2019-08-27") { id }`},
	"meetings":       {`meetings(first: 100) { nodes { name statistics { participants } } }`},
	"actions":        {`actions(first: 100, filter: {kinds: [APPROVED]}) { totalCount nodes { kind } }`, `actions(first: 100) { nodes { source { raw section report { title } } } }`},
	"reports":        {`reports(first: 100) { nodes { warnings { raw } } }`},
	"report":         {`report(id: "report:17:2019-08-27") { warnings { raw } }`, `report(id: "report:17:2019-08-27") { id }`},
	"search":         {`search(query: "synthetic text #") { totalCount nodes { id } }`, `search(query: "synthetic x#", first: 100) { totalCount }`, `search(query: "#", first: 1) { totalCount }`},
	"neighbors":      {`neighbors(id: "text:17:x.20#", depth: 3, first: 500) { nodes { id } edges { kind } }`, `neighbors(id: "meeting:17:2019-08-27", depth: 3, first: 1) { truncated }`},
	"path":           {`path(from: "text:17:x.20#", to: "text:17:x.3000", maxLength: 12) { length }`, `path(from: "person:nobody", to: "text:17:x.20#", maxLength: 12) { length }`},
	"facets":         {`facets { total }`, `facets(filter: {search: "synth #"}) { byEditor { value count } byQuestion { value } }`},
	"__schema":       {`__schema { types { name description fields(includeDeprecated: true) { name description args { name description type { name ofType { name ofType { name } } } } type { name ofType { name ofType { name } } } } enumValues { name description } } }`},
	"__type":         {`__type(name: "Query") { fields { name description args { name description defaultValue } } }`},
}
