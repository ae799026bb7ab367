package io.flowforge.pipeline;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import io.flowforge.batch.Batches;
import io.flowforge.mongo.BsonValues;
import io.flowforge.mongo.Documents;
import io.flowforge.mongo.DocumentsById;
import io.flowforge.mongo.NewestFirst;
import io.flowforge.mongo.ReadableDocuments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/** The collection {@code pipelines}. */
public final class PipelineStore {

  private final Documents documents;
  private final ReadableDocuments readable = new ReadableDocuments("pipelines");

  public PipelineStore(Documents documents) {
    this.documents = documents;
  }

  public void add(Pipeline pipeline) {
    documents.onPipelines(pipelines -> pipelines.insertOne(PipelineDocument.documentOf(pipeline)));
  }

  /** Adds the pipeline, or replaces the one with the same id. */
  public void save(Pipeline pipeline) {
    Document document = PipelineDocument.documentOf(pipeline);
    documents.onPipelines(
        pipelines ->
            pipelines.replaceOne(
                Filters.eq("_id", document.getObjectId("_id")),
                document,
                new ReplaceOptions().upsert(true)));
  }

  public Optional<Pipeline> find(String id) {
    if (!BsonValues.isId(id)) {
      return Optional.empty();
    }
    return Optional.ofNullable(
            documents.onPipelines(
                pipelines -> pipelines.find(Filters.eq("_id", new ObjectId(id))).first()))
        .flatMap(this::pipelineOf);
  }

  private Optional<Pipeline> pipelineOf(Document document) {
    return readable.read(document, PipelineDocument::pipelineOf);
  }

  /** Counts the pipelines of the organization. */
  public long countOf(int orgId) {
    return documents.onPipelines(
        pipelines -> pipelines.countDocuments(Filters.eq("org_id", orgId)));
  }

  /** Removes a version that has never been published. */
  public void remove(String id) {
    var _ =
        documents.onPipelines(
            pipelines -> pipelines.deleteOne(Filters.eq("_id", new ObjectId(id))));
  }

  /** Returns the pipelines of the organization, newest first. */
  public Batches<Pipeline> ofOrganization(int orgId) {
    return ofOrganization(orgId, Set.of());
  }

  /** Returns the pipelines of the organization without those with these ids, newest first. */
  public Batches<Pipeline> ofOrganization(int orgId, Set<String> without) {
    Bson filter = Filters.eq("org_id", orgId);
    if (without.isEmpty()) {
      return NewestFirst.list(documents::onPipelines, filter).mapPresent(this::pipelineOf);
    }
    // Read from the index alone. As a filter, the ids would be sent with each batch.
    List<String> ids =
        documents.onPipelines(
            pipelines ->
                pipelines
                    .find(filter)
                    .sort(Sorts.descending("created_on", "_id"))
                    .projection(Projections.include("_id"))
                    .map(found -> found.getObjectId("_id").toHexString())
                    .into(new ArrayList<>()));
    ids.removeAll(without);
    return withIds(ids);
  }

  /** Returns the pipelines with these ids, in their order. */
  public Batches<Pipeline> withIds(List<String> ids) {
    return DocumentsById.of(documents::onPipelines, ids, id -> id)
        .mapPresent(found -> found.document().flatMap(this::pipelineOf));
  }
}
