package main

import (
	"context"
	"slices"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/store/privacy"
)

// inOrder puts several into the order in which they are decided; see review.InOrder. What
// is no number stands at the end, and is told when its turn comes.
func inOrder(ctx context.Context, c *adminapi.Client, verb string, list []Target) ([]Target, error) {
	if len(list) < 2 {
		return list, nil
	}
	var numbers []privacy.Number
	for _, target := range list {
		if target.Failed == nil {
			numbers = append(numbers, target.Number)
		}
	}
	numbers, err := c.InOrder(ctx, verb, numbers)
	if err != nil {
		return nil, err
	}
	place := make(map[privacy.Number]int)
	for i, n := range numbers {
		place[n] = i
	}
	at := func(target Target) int {
		if target.Failed != nil {
			return len(numbers)
		}
		return place[target.Number]
	}
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b Target) int { return at(a) - at(b) })
	return sorted, nil
}
