package classifier

import (
	"slices"
	"strings"
)

// Tables that a writer set with blanks: «              Было              Стало» over «Телефон   8 701 …   8 771 …».

// columnGap is how many blanks stand at least between two columns.
const columnGap = 3

// withTabs puts a tab at the end of each gap between columns of such a table, octet by octet as long: from there on it is
// read like any other. A table has a head that tells old from new, and no empty cells: where a value belongs could not be told.
func (x *index) withTabs(text string) string {
	if !strings.Contains(text, "   ") {
		return text
	}
	lines := strings.SplitAfter(text, "\n")
	for i := 0; i < len(lines); i++ {
		gaps := gapsOf(lines[i])
		if len(gaps) == 0 || !x.headsColumns(lines[i]) {
			continue
		}
		rows := [][]int{gaps}
		for k := i + 1; k < len(lines) && len(gapsOf(lines[k])) > 0; k++ {
			rows = append(rows, gapsOf(lines[k]))
		}
		if len(rows) > 1 && !slices.ContainsFunc(rows, func(g []int) bool { return len(g) != len(gaps) }) {
			for k, g := range rows {
				lines[i+k] = tabbed(lines[i+k], g)
			}
		}
		i += len(rows) - 1
	}
	return strings.Join(lines, "")
}

func tabbed(line string, gaps []int) string {
	b := []byte(line)
	for _, at := range gaps {
		b[at] = '\t'
	}
	return string(b)
}

// headsColumns reports whether a line set with gaps is a head: it holds no value, and tells a column of what was from one of what shall be.
func (x *index) headsColumns(line string) bool {
	if strings.ContainsFunc(line, isDigit) || strings.Contains(line, "@") {
		return false
	}
	var cells []string
	for cell := range strings.SplitSeq(strings.TrimSpace(line), strings.Repeat(" ", columnGap)) {
		if cell = strings.TrimSpace(cell); cell != "" {
			cells = append(cells, cell)
		}
	}
	if len(cells) < 2 || len(cells) > mostCells {
		return false
	}
	roles := x.columnRoles(cells)
	return slices.Contains(roles, roleOld) && slices.Contains(roles, roleNew)
}

// gapsOf returns the last blank of each gap between words of a line, and of that in front of them; none where no gap is between words.
func gapsOf(line string) (list []int) {
	body := strings.TrimRight(line, " \r\n")
	between := false
	for i := 0; i < len(body); {
		if body[i] != ' ' {
			i++
			continue
		}
		end := i + len(body[i:]) - len(strings.TrimLeft(body[i:], " "))
		if end-i >= columnGap {
			list = append(list, end-1)
			between = between || i > 0
		}
		i = end
	}
	if !between || strings.ContainsAny(body, "\t|") {
		return nil
	}
	return list
}
