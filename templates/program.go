package templates

import (
	"fmt"
	"text/template/parse"

	"medico-intech.kz/otinish/store/privacy"
)

// step appends its part of a letter to dst.
type step func(dst []byte, v *view) ([]byte, error)

// program is a letter ready to render. Letters use little of text/template: a
// value, a condition, a shared part. Compiling that to functions finds a value
// that does not exist at start, in every branch, and renders without reflection.
type program []step

func (p program) render(dst []byte, v *view) ([]byte, error) {
	var err error
	for _, s := range p {
		if dst, err = s(dst, v); err != nil {
			return dst, err
		}
	}
	return dst, nil
}

// maxDepth stops a shared part that takes itself in.
const maxDepth = 8

// compiler turns the trees of one language into programs.
type compiler struct {
	parts map[string]*parse.Tree
	depth int
}

func (c *compiler) list(list *parse.ListNode) (program, error) {
	if list == nil {
		return nil, nil
	}
	var p program
	for _, node := range list.Nodes {
		s, err := c.node(node)
		if err != nil {
			return nil, err
		}
		p = append(p, s)
	}
	return p, nil
}

func (c *compiler) node(node parse.Node) (step, error) {
	switch n := node.(type) {
	case *parse.TextNode:
		return func(dst []byte, _ *view) ([]byte, error) { return append(dst, n.Text...), nil }, nil
	case *parse.ActionNode:
		return value(n)
	case *parse.IfNode:
		return c.condition(n)
	case *parse.TemplateNode:
		return c.part(n)
	}
	return nil, fmt.Errorf("%s: letters know values, if and template only: %w", node, privacy.ErrBadInput)
}

func value(n *parse.ActionNode) (step, error) {
	get, ok := values[fieldName(n.Pipe)]
	if !ok {
		return nil, fmt.Errorf("%s: no such value: %w", n, privacy.ErrBadInput)
	}
	return func(dst []byte, v *view) ([]byte, error) {
		text, err := get(v)
		return append(dst, text...), err
	}, nil
}

func (c *compiler) condition(n *parse.IfNode) (step, error) {
	holds, ok := conditions[fieldName(n.Pipe)]
	if !ok {
		return nil, fmt.Errorf("%s: no such condition: %w", n.Pipe, privacy.ErrBadInput)
	}
	then, err := c.list(n.List)
	if err != nil {
		return nil, err
	}
	otherwise, err := c.list(n.ElseList)
	if err != nil {
		return nil, err
	}
	return func(dst []byte, v *view) ([]byte, error) {
		if holds(v) {
			return then.render(dst, v)
		}
		return otherwise.render(dst, v)
	}, nil
}

func (c *compiler) part(n *parse.TemplateNode) (step, error) {
	tree := c.parts[n.Name]
	if tree == nil {
		return nil, fmt.Errorf("%s: no such part: %w", n, privacy.ErrBadInput)
	}
	if c.depth++; c.depth > maxDepth {
		return nil, fmt.Errorf("%s: parts nest too deeply: %w", n, privacy.ErrBadInput)
	}
	defer func() { c.depth-- }()
	p, err := c.list(tree.Root)
	if err != nil {
		return nil, fmt.Errorf("part %q: %w", n.Name, err)
	}
	return p.render, nil
}

// fieldName returns "Name" of a pipe that is nothing but .Name, else "".
func fieldName(pipe *parse.PipeNode) string {
	if len(pipe.Decl) > 0 || len(pipe.Cmds) != 1 || len(pipe.Cmds[0].Args) != 1 {
		return ""
	}
	field, ok := pipe.Cmds[0].Args[0].(*parse.FieldNode)
	if !ok || len(field.Ident) != 1 {
		return ""
	}
	return field.Ident[0]
}

// values are what a letter's file can show.
var values = map[string]func(*view) (string, error){
	"Controller":  (*view).controller,
	"BIN":         (*view).bin,
	"Address":     (*view).address,
	"PolicyURL":   (*view).policyURL,
	"Responsible": (*view).responsible,
	"Authority":   (*view).authority,
	"Number":      (*view).number,
	"Merged":      (*view).merged,
	"Tag":         (*view).tag,
	"QuestionTag": (*view).questionTag,
	"Asked":       (*view).asked,
	"Matter":      (*view).matter,
	"Next":        (*view).next,
	"Fields":      (*view).fields,
	"Same":        (*view).same,
	"Received":    (*view).received,
	"Done":        (*view).done,
	"Expires":     (*view).expires,
	"Undo":        (*view).undo,
	"Due":         (*view).due,
	"DestroyBy":   (*view).destroyBy,
	"Basis":       (*view).basis,
	"Masked":      (*view).masked,
	"Ground":      (*view).ground,
	"Article":     (*view).article,
	"Text":        (*view).text,
}

// conditions are what a letter's file can ask.
var conditions = map[string]func(*view) bool{
	"HasResponsible": (*view).hasResponsible,
	"HasFields":      (*view).hasFields,
	"Unchanged":      (*view).unchanged,
	"HasSame":        (*view).hasSame,
	"HasMerged":      (*view).hasMerged,
	"HasText":        (*view).hasText,
	"Unasked":        (*view).unasked,
	"DueOver":        (*view).dueOver,
	"Withdraw":       (*view).withdraw,
	"StopList":       (*view).stopList,
}
