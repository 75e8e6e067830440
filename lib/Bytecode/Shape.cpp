//===- Shape.cpp - What a plan file is made of ----------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Shape.h"
#include "Plan_bfbs_generated.h"
#include "llvm/ADT/STLExtras.h"
#include <flatbuffers/reflection_generated.h>
#include <memory>

using namespace plue;
using namespace plue::bytecode;
using reflection::BaseType;

namespace {
/// Translates what flatc says about the schema.
class ShapeBuilder {
public:
  ShapeBuilder();

  const TableShape &root() const { return *tables[rootIndex]; }

private:
  FieldShape shapeOf(const reflection::Field &field) const;
  void shapeOfItem(const reflection::Type &type, FieldShape &shape) const;
  void addPadding(const reflection::Object &object, uint32_t base,
                  FieldShape &shape) const;
  void fill(const reflection::Object &object, TableShape &table) const;
  const reflection::Object &object(int32_t index) const {
    return *schema.objects()->Get(index);
  }

  const reflection::Schema &schema;
  /// Beside the objects of the schema; null for structs.
  std::vector<std::unique_ptr<TableShape>> tables;
  uint32_t rootIndex = 0;
};
} // namespace

/// The bytes of a number.
static uint32_t sizeOf(BaseType type) {
  switch (type) {
  case BaseType::Bool:
  case BaseType::Byte:
  case BaseType::UByte:
    return 1;
  case BaseType::Short:
  case BaseType::UShort:
    return 2;
  case BaseType::Int:
  case BaseType::UInt:
  case BaseType::Float:
    return 4;
  case BaseType::Long:
  case BaseType::ULong:
  case BaseType::Double:
    return 8;
  default:
    llvm_unreachable("the schema has a type that plans have no use for");
  }
}

/// Collects the bytes behind the fields of a struct.
void ShapeBuilder::addPadding(const reflection::Object &object, uint32_t base,
                              FieldShape &shape) const {
  for (const reflection::Field *field : *object.fields()) {
    const reflection::Type &type = *field->type();
    uint32_t size;
    if (type.base_type() == BaseType::Obj) {
      const reflection::Object &inner = this->object(type.index());
      addPadding(inner, base + field->offset(), shape);
      size = inner.bytesize();
    } else if (type.base_type() == BaseType::Array) {
      size = sizeOf(type.element()) * type.fixed_length();
    } else {
      size = sizeOf(type.base_type());
    }
    for (uint32_t i = 0; i != field->padding(); ++i)
      shape.padding.push_back(base + field->offset() + size + i);
  }
}

void ShapeBuilder::shapeOfItem(const reflection::Type &type,
                               FieldShape &shape) const {
  bool isItself = type.base_type() == BaseType::Obj;
  BaseType item = isItself ? type.base_type() : type.element();
  if (item != BaseType::Obj) {
    shape.itemSize = shape.itemAlign = sizeOf(item);
    return;
  }
  const reflection::Object &object = this->object(type.index());
  if (!object.is_struct()) {
    shape.kind = isItself ? FieldShape::Table : FieldShape::Tables;
    shape.table = tables[type.index()].get();
    shape.itemSize = shape.itemAlign = sizeof(flatbuffers::uoffset_t);
    return;
  }
  shape.kind = isItself ? FieldShape::Struct : FieldShape::Vector;
  shape.itemSize = object.bytesize();
  shape.itemAlign = object.minalign();
  addPadding(object, 0, shape);
}

FieldShape ShapeBuilder::shapeOf(const reflection::Field &field) const {
  const reflection::Type &type = *field.type();
  FieldShape shape;
  shape.name = {field.name()->c_str(), field.name()->size()};
  shape.size = shape.align = sizeof(flatbuffers::uoffset_t);
  switch (type.base_type()) {
  case BaseType::String:
    shape.kind = FieldShape::String;
    shape.itemSize = shape.itemAlign = 1;
    break;
  case BaseType::Vector:
    shape.kind = FieldShape::Vector;
    shapeOfItem(type, shape);
    break;
  case BaseType::Obj:
    shapeOfItem(type, shape);
    if (shape.kind == FieldShape::Struct) {
      shape.size = shape.itemSize;
      shape.align = shape.itemAlign;
    }
    break;
  default:
    shape.size = shape.align = sizeOf(type.base_type());
    shape.defaultValue = uint64_t(field.default_integer());
  }
  return shape;
}

void ShapeBuilder::fill(const reflection::Object &object,
                        TableShape &table) const {
  table.fields.resize(object.fields()->size());
  for (const reflection::Field *field : *object.fields())
    table.fields[field->id()] = shapeOf(*field);
  for (size_t id = 0; id != table.fields.size(); ++id) {
    table.inTable.push_back(id);
    if (table.fields[id].isOffset())
      table.behindTable.push_back(id);
  }
  llvm::stable_sort(table.inTable, [&](uint16_t a, uint16_t b) {
    return table.fields[a].align < table.fields[b].align;
  });
  llvm::stable_sort(table.behindTable, [&](uint16_t a, uint16_t b) {
    return table.fields[a].holdsTables() < table.fields[b].holdsTables();
  });
}

ShapeBuilder::ShapeBuilder()
    : schema(*reflection::GetSchema(wire::PlanBinarySchema::data())) {
  for (const reflection::Object *object : *schema.objects())
    tables.push_back(object->is_struct() ? nullptr
                                         : std::make_unique<TableShape>());
  for (auto [i, object] : llvm::enumerate(*schema.objects())) {
    if (tables[i])
      fill(*object, *tables[i]);
    if (object->name()->string_view() ==
        schema.root_table()->name()->string_view())
      rootIndex = i;
  }
}

const TableShape &bytecode::planShape() {
  static const ShapeBuilder builder;
  return builder.root();
}
