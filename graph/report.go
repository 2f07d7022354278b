package graph

import (
	"context"

	"rapporteur/internal/standards"
	"rapporteur/loaders"
)

func (queryResolver) Report(ctx context.Context, id string) (*standards.Report, error) {
	return loaders.For(ctx).Reports.One(ctx, standards.ReportID(id))
}

func (queryResolver) Reports(ctx context.Context, first *int, after *string, last *int, before *string) (*ReportConnection, error) {
	return loaders.For(ctx).ReportPage(ctx, paging(first, after, last, before))
}

func (reportResolver) Meeting(ctx context.Context, reports []*standards.Report) ([]*standards.Meeting, error) {
	return loaders.For(ctx).Meetings.Each(ctx, pick(reports, func(r *standards.Report) standards.MeetingID { return r.MeetingID }))
}

func (reportResolver) Warnings(ctx context.Context, reports []*standards.Report) ([][]*standards.Warning, error) {
	by, err := loaders.For(ctx).Warnings(ctx, pick(reports, func(r *standards.Report) standards.ReportID { return r.ID }))
	return pick(reports, func(r *standards.Report) []*standards.Warning { return by[r.ID] }), err
}
