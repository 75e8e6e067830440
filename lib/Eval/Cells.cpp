//===- Cells.cpp - Containers under run-time conditions -------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A container is a cell: names refer to it, so what changes is its
/// content, for everyone who holds it. The content is known, item by item, or
/// it is a run-time value.
///
/// Contents are journaled like variables. What the journal keeps of a container
/// is its old object with its old buffers; from then on the container works on
/// copies of them. Where two paths meet, contents of the same shape are merged
/// item by item; others become a choice made at run time.
///
/// A container that has become part of a run-time value is frozen: that value
/// would not see what changes.
//===----------------------------------------------------------------------===//
#include "Evaluator.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace plue;
using namespace plue::eval;
using value::Cell;
using value::DictObject;
using value::ListObject;
using value::SetObject;

static llvm::StringRef describe(Value cell) {
  if (!cell.isContainer())
    return "this iterator";
  switch (cell.containerKind()) {
  case Kind::List:
    return "this list";
  case Kind::Dict:
    return "this dict";
  default:
    return "this set";
  }
}

static uint32_t serialOf(Value cell) {
  return cell.isContainer() ? cell.cell()->serial : cell.asIterator()->serial;
}

//--- Contents -----------------------------------------------------------------

static Contents contentsOf(Value cell) {
  switch (cell.containerKind()) {
  case Kind::List:
    return *cell.asList();
  case Kind::Dict:
    return *cell.asDict();
  default:
    return *cell.asSet();
  }
}

static void restore(Value cell, const Contents &contents) {
  switch (cell.containerKind()) {
  case Kind::List:
    *cell.asList() = std::get<ListObject>(contents);
    return;
  case Kind::Dict:
    *cell.asDict() = std::get<DictObject>(contents);
    return;
  default:
    *cell.asSet() = std::get<SetObject>(contents);
  }
}

static uint32_t numberOf(const Contents &contents) {
  return std::visit([](const auto &object) { return object.content; },
                    contents);
}

template <typename T>
static LogicalResult detach(value::Context &context,
                            value::ArenaVector<T> &items) {
  value::ArenaVector<T> old = items;
  items = {};
  if (failed(value::reserve(context, items, old.size)))
    return failure();
  std::copy(old.begin(), old.end(), items.data);
  items.size = old.size;
  return success();
}

/// Gives \p cell buffers of its own.
static LogicalResult detach(value::Context &context, Value cell) {
  if (cell.isSymbolic())
    return success();
  if (cell.is(Kind::List))
    return detach(context, cell.asList()->items);
  DictObject &table =
      cell.is(Kind::Dict) ? *cell.asDict() : cell.asSet()->table;
  if (failed(detach(context, table.entries)))
    return failure();
  // A dict without an index has none.
  return table.index.size == 0 ? success() : detach(context, table.index);
}

//--- The journal --------------------------------------------------------------

bool Evaluator::freeze(Value cell, SourceRange range) {
  return frozen.insert({serialOf(cell), range}).second;
}

void Evaluator::thaw(Value cell) { frozen.erase(serialOf(cell)); }

void Evaluator::thawSince(size_t mark) {
  while (frozen.size() > mark)
    frozen.pop_back();
}

/// What has gone into a run-time value does not change any more.
void Evaluator::freezeParts(Value v, SourceRange range) {
  if (auto *maybe = objectAs<MaybeUnboundObject>(v))
    v = maybe->whenBound;
  if (const Choice *choice = choiceOf(v)) {
    freezeParts(choice->whenTrue, range);
    freezeParts(choice->whenFalse, range);
  } else if (v.isContainer()) {
    freeze(v, range);
  }
}

/// Whether a value of \p type may be a container that the program has made, or
/// have one in it.
bool Evaluator::mayHoldCells(TypeId type) const {
  const value::TypeNode &node = types[type];
  switch (node.kind) {
  case TypeKind::Any:
  case TypeKind::List:
  case TypeKind::Set:
  case TypeKind::Dict:
  case TypeKind::Iterable:
    return true;
  case TypeKind::Optional:
  case TypeKind::Union:
  case TypeKind::Tuple:
    return llvm::any_of(node.elements,
                        [&](TypeId inner) { return mayHoldCells(inner); });
  default:
    return false;
  }
}

/// After an operation whose value has \p type: if nothing of its arguments can
/// be in that, what was frozen for it since \p mark may change again. If the
/// value may be or hold one of them, they may not.
void Evaluator::freezeArguments(llvm::ArrayRef<Value> arguments, TypeId type,
                                Sharing sharing, size_t mark,
                                SourceRange range) {
  const value::TypeNode &node = types[type];
  bool isWithin = sharing == Sharing::New || sharing == Sharing::Content;
  bool mayShare = !isWithin || node.kind == TypeKind::Any
                      ? mayHoldCells(type)
                      : llvm::any_of(node.elements, [&](TypeId inner) {
                          return mayHoldCells(inner);
                        });
  if (!mayShare)
    return thawSince(mark);
  if (sharing == Sharing::Argument || sharing == Sharing::Content)
    for (Value v : arguments)
      freezeParts(v, range);
}

bool Evaluator::isSaved(Value cell) const {
  auto it = lastSaved.find(serialOf(cell));
  return it != lastSaved.end() && it->second >= cellBoundary &&
         it->second < cellJournal.size() &&
         isIdentical(cellJournal[it->second].cell, cell);
}

LogicalResult Evaluator::willMutate(Value cell) {
  if (auto it = frozen.find(serialOf(cell)); it != frozen.end())
    return error(diags.report(callSite, diag::runtime_alias, describe(cell))
                     .note(it->second, diag::note_alias)
                     .hint("change a copy of it"));
  return saveContents(cell);
}

/// Keeps what \p cell holds, unless that is kept already or it is not to be
/// undone.
LogicalResult Evaluator::saveContents(Value cell) {
  if (!isJournaling || serialOf(cell) >= oldestMutable)
    return success();
  if (!cell.isContainer()) {
    if (mayMove(cell))
      return success();
    refusedMutation = describe(cell);
    return raise(value::ExcKind::RuntimeError, "changed under a condition");
  }
  if (isSaved(cell))
    return success();
  lastSaved[serialOf(cell)] = cellJournal.size();
  cellJournal.push_back({cell, contentsOf(cell)});
  return detach(*this, cell);
}

LogicalResult Evaluator::setContent(Value cell, ValueId content,
                                    SourceRange range) {
  llvm::SaveAndRestore here(callSite, range);
  if (failed(located(willMutate(cell), range)))
    return failure();
  replaceContent(cell, content);
  return success();
}

/// The same for a container that was saved.
void Evaluator::replaceContent(Value cell, ValueId content) {
  Contents empty = contentsOf(cell);
  std::visit(
      [&](auto &object) {
        auto fresh = std::decay_t<decltype(object)>();
        fresh.serial = object.serial;
        fresh.content = content.index;
        object = fresh;
      },
      empty);
  restore(cell, empty);
}

FailureOr<Value> Evaluator::makeCell(ValueId content, SourceRange range) {
  FailureOr<Value> cell = symbolic(content);
  switch (types.kind(builder.workflow().typeOf(content))) {
  case TypeKind::List:
    cell = heap.makeList(*this, {});
    break;
  case TypeKind::Dict:
    cell = heap.makeDict(*this);
    break;
  case TypeKind::Set:
    cell = heap.makeSet(*this);
    break;
  default:
    return cell;
  }
  if (failed(located(cell, range)))
    return failure();
  cell->cell()->content = content.index;
  return cell;
}

/// Undoes the journal back to \p mark and returns what the contents were.
CellContents Evaluator::takeContents(size_t mark) {
  CellContents written;
  for (size_t i = mark; i < cellJournal.size(); ++i) {
    Value cell = cellJournal[i].cell;
    written.insert({cell.cell(), {cell, contentsOf(cell)}});
  }
  while (cellJournal.size() > mark) {
    restore(cellJournal.back().cell, cellJournal.back().before);
    cellJournal.pop_back();
  }
  cellBoundary = cellJournal.size();
  return written;
}

/// The contents of all that was written since \p mark.
CellContents Evaluator::currentContents(size_t mark) {
  CellContents written;
  for (size_t i = mark; i < cellJournal.size(); ++i) {
    Value cell = cellJournal[i].cell;
    written.insert({cell.cell(), {cell, contentsOf(cell)}});
  }
  cellBoundary = cellJournal.size(); // They share their buffers now.
  return written;
}

/// What was written since \p mark is not undone any more.
void Evaluator::forgetJournal(JournalMark mark) {
  journal.resize(mark.slots);
  cellJournal.resize(mark.cells);
  cellBoundary = cellJournal.size();
}

void Evaluator::adoptContents(const CellContents &contents) {
  for (const auto &[unused, entry] : contents) {
    (void)saveContents(entry.first);
    restore(entry.first, entry.second);
  }
  cellBoundary = cellJournal.size();
}

//--- Merging ------------------------------------------------------------------

/// A container of the same kind that has \p contents.
FailureOr<Value> Evaluator::withContents(Value cell, const Contents &contents) {
  Kind kind = cell.containerKind();
  FailureOr<Value> other = kind == Kind::List   ? heap.makeList(*this, {})
                           : kind == Kind::Dict ? heap.makeDict(*this)
                                                : heap.makeSet(*this);
  if (succeeded(other))
    restore(*other, contents);
  return other;
}

/// Lists of one length, and dicts with the same keys in the same order, can be
/// merged item by item; the places of their items, or nothing.
static std::optional<llvm::SmallVector<std::pair<Value *, Value>, 8>>
pairItems(Value a, Value b) {
  llvm::SmallVector<std::pair<Value *, Value>, 8> pairs;
  if (a.is(Kind::List) && b.is(Kind::List)) {
    auto &left = a.asList()->items, &right = b.asList()->items;
    if (left.size != right.size)
      return std::nullopt;
    for (uint32_t i = 0; i != left.size; ++i)
      pairs.push_back({&left[i], right[i]});
    return pairs;
  }
  if (!a.is(Kind::Dict) || !b.is(Kind::Dict))
    return std::nullopt;
  auto &left = a.asDict()->entries, &right = b.asDict()->entries;
  if (left.size != right.size)
    return std::nullopt;
  for (uint32_t i = 0; i != left.size; ++i) {
    Value key = left[i].key, other = right[i].key;
    bool isSame = isIdentical(key, other) ||
                  (key.isStr() && other.isStr() && key.text() == other.text());
    if (!isSame)
      return std::nullopt;
    if (key)
      pairs.push_back({&left[i].value, right[i].value});
  }
  return pairs;
}

/// Makes the content of \p cell that of \p whenTrue or that of \p whenFalse.
/// That does not change it: on either path it has been what it is now since it
/// was frozen, if it was.
LogicalResult Evaluator::mergeContents(ValueId condition, Value cell,
                                       const Contents &whenTrue,
                                       const Contents &whenFalse,
                                       SourceRange range) {
  auto adopt = [&](Value from) {
    if (failed(located(saveContents(cell), range)))
      return failure();
    uint32_t serial = cell.cell()->serial;
    restore(cell, contentsOf(from));
    cell.cell()->serial = serial;
    return success();
  };
  FailureOr<Value> yes = withContents(cell, whenTrue);
  FailureOr<Value> no = failed(yes) ? yes : withContents(cell, whenFalse);
  if (failed(located(no, range)))
    return failure();
  if (yes->isSymbolic() && numberOf(whenTrue) == numberOf(whenFalse))
    return adopt(*yes);
  if (auto pairs = pairItems(*yes, *no)) {
    if (failed(located(detach(*this, *yes), range)))
      return failure();
    pairs = pairItems(*yes, *no);
    for (auto [place, other] : *pairs)
      *place = choose(condition, *place, other, range);
    return adopt(*yes);
  }
  FailureOr<ValueId> a = reify(*yes, range);
  FailureOr<ValueId> b = failed(a) ? a : reify(*no, range);
  if (failed(b))
    return failure();
  TypeId type =
      types.join(builder.workflow().typeOf(*a), builder.workflow().typeOf(*b));
  ValueId content = emit(OpKind::Select, type, {condition, *a, *b}, range);
  if (failed(located(saveContents(cell), range)))
    return failure();
  replaceContent(cell, content);
  return success();
}

void Evaluator::mergeCells(ValueId condition, const CellContents &whenTrue,
                           const CellContents &whenFalse, SourceRange range) {
  auto contentsIn = [](const CellContents &side, Value cell) {
    auto it = side.find(cell.cell());
    return it == side.end() ? contentsOf(cell) : it->second.second;
  };
  llvm::MapVector<Cell *, Value> cells;
  for (const CellContents *side : {&whenTrue, &whenFalse})
    for (const auto &[cell, entry] : *side)
      cells.insert({cell, entry.first});
  for (auto [unused, cell] : cells) {
    Contents yes = contentsIn(whenTrue, cell), no = contentsIn(whenFalse, cell);
    cellBoundary = cellJournal.size(); // These share the cell's buffers.
    if (failed(mergeContents(condition, cell, yes, no, range)) &&
        hasException())
      (void)takeException(); // It was reported.
  }
}
