// Package sample is the report that an empty server shows: the facts of the ITU-T SG17 meeting of 27 August to
// 5 September 2019 in the flattened layout of such reports, cells that stick together included. It must not
// know how the report is read.
package sample

import _ "embed"

// Name is the file name of the report.
const Name = "sg17-2019-09.txt"

// Report is the content of the file.
//
//go:embed sg17-2019-09.txt
var Report []byte
